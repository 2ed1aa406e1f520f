locals {
  # Routing by protocol message type gives `ping` a route of its own.
  route_selection_expression = "$request.body.type"

  ping = {
    request_templates  = { "200" = jsonencode({ statusCode = 200 }) }
    response_key       = "/200/"
    response_templates = { "200" = jsonencode(var.pong) }
    selection          = "200"
  }

  # Everything that a deployment copies: what is not remembered here would change without reaching clients.
  deployed = {
    route_selection_expression = local.route_selection_expression
    routes                     = var.routes
    ping                       = local.ping
    authorizer                 = var.authorizer
  }
}

resource "aws_apigatewayv2_api" "this" {
  name                         = var.name
  description                  = "Skein: the WebSocket API"
  protocol_type                = "WEBSOCKET"
  route_selection_expression   = local.route_selection_expression
  disable_execute_api_endpoint = var.domain != null
  tags                         = var.tags
}

resource "aws_apigatewayv2_integration" "lambda" {
  for_each = var.routes

  api_id             = aws_apigatewayv2_api.this.id
  description        = each.value.function_name
  integration_type   = "AWS_PROXY"
  integration_method = "POST"
  integration_uri    = each.value.invoke_arn
}

# One-way: without a route response API Gateway drops what the function returns, so an empty answer never becomes an
# empty message. Every answer is posted.
resource "aws_apigatewayv2_route" "lambda" {
  # checkov:skip=CKV_AWS_309:Callers are authenticated by connect, message and graphql, which know the application's tokens; an authorizer is an option

  for_each = var.routes

  api_id             = aws_apigatewayv2_api.this.id
  route_key          = each.key
  target             = "integrations/${aws_apigatewayv2_integration.lambda[each.key].id}"
  authorization_type = each.key == "$connect" && var.authorizer != null ? "CUSTOM" : "NONE"
  authorizer_id      = each.key == "$connect" ? one(aws_apigatewayv2_authorizer.this[*].id) : null
}

resource "aws_lambda_permission" "api" {
  for_each = var.routes

  statement_id  = "AllowWebSocketApi"
  action        = "lambda:InvokeFunction"
  function_name = each.value.function_name
  qualifier     = each.value.alias_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*/${each.key}"
}

# Keep-alive costs no function: a constant `pong` answers `ping`.
resource "aws_apigatewayv2_integration" "ping" {
  api_id                        = aws_apigatewayv2_api.this.id
  description                   = "ping"
  integration_type              = "MOCK"
  request_templates             = local.ping.request_templates
  template_selection_expression = local.ping.selection
}

resource "aws_apigatewayv2_integration_response" "ping" {
  api_id                        = aws_apigatewayv2_api.this.id
  integration_id                = aws_apigatewayv2_integration.ping.id
  integration_response_key      = local.ping.response_key
  response_templates            = local.ping.response_templates
  template_selection_expression = local.ping.selection
}

resource "aws_apigatewayv2_route" "ping" {
  # checkov:skip=CKV_AWS_309:A connection was admitted by $connect; routes of messages take no authorizer

  api_id                              = aws_apigatewayv2_api.this.id
  route_key                           = "ping"
  target                              = "integrations/${aws_apigatewayv2_integration.ping.id}"
  route_response_selection_expression = "$default"
}

resource "aws_apigatewayv2_route_response" "ping" {
  api_id             = aws_apigatewayv2_api.this.id
  route_id           = aws_apigatewayv2_route.ping.id
  route_response_key = "$default"
}

resource "aws_apigatewayv2_authorizer" "this" {
  count = var.authorizer == null ? 0 : 1

  api_id           = aws_apigatewayv2_api.this.id
  name             = var.name
  authorizer_type  = "REQUEST"
  authorizer_uri   = var.authorizer.invoke_arn
  identity_sources = var.authorizer.identity_sources
}

resource "aws_lambda_permission" "authorizer" {
  count = var.authorizer == null ? 0 : 1

  statement_id  = "AllowWebSocketApi${aws_apigatewayv2_api.this.id}"
  action        = "lambda:InvokeFunction"
  function_name = var.authorizer.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/authorizers/${aws_apigatewayv2_authorizer.this[0].id}"
}

# A stage serves its deployment, so one is made anew exactly when something that it copies changes.
resource "aws_apigatewayv2_deployment" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  description = "Made anew when a route, integration, response or authorizer changes"
  triggers    = { deployed = sha256(jsonencode(local.deployed)) }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [
    aws_apigatewayv2_integration.lambda,
    aws_apigatewayv2_integration.ping,
    aws_apigatewayv2_integration_response.ping,
    aws_apigatewayv2_route.lambda,
    aws_apigatewayv2_route.ping,
    aws_apigatewayv2_route_response.ping,
    aws_apigatewayv2_authorizer.this,
  ]
}

resource "aws_cloudwatch_log_group" "access" {
  # checkov:skip=CKV_AWS_338:How long logs are kept is the environment's decision; prod keeps them for a year

  count = var.access_logs ? 1 : 0

  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_apigatewayv2_stage" "this" {
  # checkov:skip=CKV2_AWS_51:Clients are browsers and applications without certificates; WebSocket APIs know none

  api_id        = aws_apigatewayv2_api.this.id
  name          = var.stage
  deployment_id = aws_apigatewayv2_deployment.this.id
  tags          = var.tags

  default_route_settings {
    detailed_metrics_enabled = true
    throttling_rate_limit    = var.throttle.rate
    throttling_burst_limit   = var.throttle.burst
  }

  dynamic "access_log_settings" {
    for_each = aws_cloudwatch_log_group.access

    content {
      destination_arn = access_log_settings.value.arn

      # No query string and no path: tokens travel there.
      format = jsonencode({
        requestId          = "$context.requestId"
        requestTime        = "$context.requestTime"
        connectionId       = "$context.connectionId"
        eventType          = "$context.eventType"
        routeKey           = "$context.routeKey"
        status             = "$context.status"
        sourceIp           = "$context.identity.sourceIp"
        integrationLatency = "$context.integrationLatency"
        integrationError   = "$context.integrationErrorMessage"
        disconnectCode     = "$context.disconnectStatusCode"
        disconnectReason   = "$context.disconnectReason"
      })
    }
  }
}

resource "aws_apigatewayv2_domain_name" "this" {
  count = var.domain == null ? 0 : 1

  domain_name = var.domain.name
  tags        = var.tags

  domain_name_configuration {
    certificate_arn = var.domain.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api_mapping" "this" {
  count = var.domain == null ? 0 : 1

  api_id          = aws_apigatewayv2_api.this.id
  domain_name     = aws_apigatewayv2_domain_name.this[0].id
  stage           = aws_apigatewayv2_stage.this.id
  api_mapping_key = var.domain.mapping_key
}
