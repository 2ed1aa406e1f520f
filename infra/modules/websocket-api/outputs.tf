locals {
  # The API's own answer: `wss://...` on AWS, `http://...` on emulators. Never `invoke_url`, which the provider composes.
  # A custom domain speaks TLS alone.
  secure    = var.domain != null || !can(regex("^(http|ws)://", aws_apigatewayv2_api.this.api_endpoint))
  host      = replace(aws_apigatewayv2_api.this.api_endpoint, "/^[a-z]+:[/][/]/", "")
  default   = "${local.host}/${var.stage}"
  mapped    = var.domain == null ? null : join("/", compact([var.domain.name, var.domain.mapping_key]))
  reachable = coalesce(local.mapped, local.default)
}

output "api_id" {
  description = "The API's id."
  value       = aws_apigatewayv2_api.this.id
}

output "stage" {
  description = "The stage's name."
  value       = aws_apigatewayv2_stage.this.name
}

output "deployed" {
  description = "A hash of everything that the stage's deployment copies: another one makes another deployment."
  value       = aws_apigatewayv2_deployment.this.triggers.deployed
}

output "execution_arn" {
  description = "The API's execution ARN, without a stage."
  value       = aws_apigatewayv2_api.this.execution_arn
}

output "websocket_url" {
  description = "Where clients connect: the custom domain's URL, else the API's own."
  value       = "${local.secure ? "wss" : "ws"}://${local.reachable}"
}

output "connections_url" {
  description = "The endpoint of the @connections API, up to and without /@connections. A custom domain drops the stage."
  value       = "${local.secure ? "https" : "http"}://${local.reachable}"
}

output "domain" {
  description = "What a DNS record of the custom domain points to: its target name and hosted zone; null without one."
  value = one([for domain in aws_apigatewayv2_domain_name.this : {
    target_domain_name = domain.domain_name_configuration[0].target_domain_name
    hosted_zone_id     = domain.domain_name_configuration[0].hosted_zone_id
  }])
}
