mock_provider "aws" {
  source = "../mocks"
}

variables {
  name               = "skein-test-http"
  function           = { invoke_arn = "arn:graphql", function_name = "skein-test-graphql", alias_name = "live" }
  cors               = { allow_origins = ["https://app.example.com"], allow_headers = ["authorization", "content-type"], max_age = 600 }
  throttle           = { rate = 100, burst = 50 }
  access_logs        = true
  log_retention_days = 30
  kms_key_arn        = null
  tags               = {}
}

run "for_pages_of_one_origin" {
  assert {
    condition     = sort([for route in aws_apigatewayv2_route.this : route.route_key]) == tolist(["GET /graphql", "POST /graphql"])
    error_message = "Queries and mutations are posted, or got, at /graphql."
  }

  assert {
    condition     = aws_apigatewayv2_integration.this.integration_uri == "arn:graphql" && aws_apigatewayv2_integration.this.payload_format_version == "2.0"
    error_message = "The function is invoked by its alias, with payload 2.0."
  }

  assert {
    condition     = aws_lambda_permission.this.qualifier == "live" && endswith(aws_lambda_permission.this.source_arn, "/*/*/graphql")
    error_message = "This API may invoke the alias, and nothing else."
  }

  assert {
    condition     = aws_apigatewayv2_api.this.cors_configuration[0].allow_origins == toset(["https://app.example.com"]) && aws_apigatewayv2_api.this.cors_configuration[0].max_age == 600
    error_message = "CORS is as it was told."
  }

  assert {
    condition     = contains(aws_apigatewayv2_api.this.cors_configuration[0].allow_headers, "authorization")
    error_message = "Tokens travel in a header that a browser asks for."
  }

  assert {
    condition     = aws_apigatewayv2_stage.this.default_route_settings[0].throttling_rate_limit == 100 && aws_apigatewayv2_stage.this.default_route_settings[0].throttling_burst_limit == 50
    error_message = "Requests are throttled."
  }

  assert {
    condition     = aws_cloudwatch_log_group.access[0].retention_in_days == 30 && !strcontains(aws_apigatewayv2_stage.this.access_log_settings[0].format, "query") && !strcontains(aws_apigatewayv2_stage.this.access_log_settings[0].format, "path")
    error_message = "Requests are logged, without the query string: queries and tokens travel there."
  }
}

run "for_no_page_and_without_logs" {
  variables {
    cors        = { allow_origins = [], allow_headers = [], max_age = 0 }
    access_logs = false
  }

  assert {
    condition     = length(aws_apigatewayv2_api.this.cors_configuration) == 0
    error_message = "Without origins there is no CORS."
  }

  assert {
    condition     = length(aws_cloudwatch_log_group.access) == 0 && length(aws_apigatewayv2_stage.this.access_log_settings) == 0
    error_message = "Access logs are a setting."
  }
}
