mock_provider "aws" {
  source = "../mocks"
}

variables {
  name  = "test"
  stage = "live"
  routes = {
    "$connect"    = { invoke_arn = "arn:connect", function_name = "connect", alias_name = "live" }
    "$default"    = { invoke_arn = "arn:message", function_name = "message", alias_name = "live" }
    "$disconnect" = { invoke_arn = "arn:disconnect", function_name = "disconnect", alias_name = "live" }
  }
  domain             = null
  authorizer         = null
  throttle           = { rate = 1, burst = 1 }
  access_logs        = true
  log_retention_days = 7
  kms_key_arn        = null
  tags               = {}
}

run "first" {
  assert {
    condition     = aws_apigatewayv2_stage.this.deployment_id == aws_apigatewayv2_deployment.this.id
    error_message = "The stage serves the deployment."
  }
}

run "keeps_the_deployment_when_nothing_changes" {
  assert {
    condition     = output.deployed == run.first.deployed
    error_message = "An equal API is not deployed again."
  }
}

run "deploys_anew_when_the_answer_to_ping_changes" {
  variables {
    pong = { type = "pong", payload = {} }
  }

  assert {
    condition     = output.deployed != run.first.deployed
    error_message = "A changed answer must be deployed."
  }
}

run "deploys_anew_when_a_route_goes_elsewhere" {
  variables {
    routes = {
      "$connect"    = { invoke_arn = "arn:other", function_name = "other", alias_name = "live" }
      "$default"    = { invoke_arn = "arn:message", function_name = "message", alias_name = "live" }
      "$disconnect" = { invoke_arn = "arn:disconnect", function_name = "disconnect", alias_name = "live" }
    }
  }

  assert {
    condition     = output.deployed != run.first.deployed
    error_message = "A changed route must be deployed."
  }
}

run "answers_ping_alone_and_without_a_function" {
  assert {
    condition     = aws_apigatewayv2_integration.ping.integration_type == "MOCK" && jsondecode(aws_apigatewayv2_integration_response.ping.response_templates["200"]) == { type = "pong" }
    error_message = "ping is answered by a constant."
  }

  assert {
    condition     = aws_apigatewayv2_route.ping.route_response_selection_expression == "$default" && alltrue([for route in aws_apigatewayv2_route.lambda : route.route_response_selection_expression == null])
    error_message = "Only ping answers its sender: elsewhere an empty body would become an empty message."
  }

  assert {
    condition     = !strcontains(aws_apigatewayv2_stage.this.access_log_settings[0].format, "query") && !strcontains(aws_apigatewayv2_stage.this.access_log_settings[0].format, "authorizer")
    error_message = "Tokens travel in the query string: it is not logged."
  }
}

run "refuses_an_api_without_the_default_route" {
  command = plan

  variables {
    routes = { "$connect" = { invoke_arn = "arn:connect", function_name = "connect", alias_name = "live" } }
  }

  expect_failures = [var.routes]
}
