mock_provider "aws" {
  source = "../mocks"
}

variables {
  name      = "skein-test"
  artifacts = { directory = "./tests/artifacts", bucket = "artifacts" }
}

run "refuses_a_name_that_aws_would_refuse" {
  command = plan

  variables {
    name = "Skein_Dev"
  }

  expect_failures = [var.name]
}

run "names_the_command_that_builds_when_there_is_no_manifest" {
  command = plan

  variables {
    artifacts = { directory = "./tests" }
  }

  expect_failures = [var.artifacts]
}

run "refuses_an_unknown_app" {
  command = plan

  variables {
    functions = { publishers = {} }
  }

  expect_failures = [var.functions]
}

run "refuses_a_timeout_that_api_gateway_does_not_wait_for" {
  command = plan

  variables {
    functions = { message = { timeout_seconds = 30 } }
  }

  expect_failures = [var.functions]
}

run "refuses_a_timeout_too_short_to_wait_in" {
  command = plan

  variables {
    functions = { publisher = { timeout_seconds = 4 } }
  }

  expect_failures = [var.functions]
}

run "refuses_an_unknown_log_level" {
  command = plan

  variables {
    runtime = { log_level = "verbose" }
  }

  expect_failures = [var.runtime]
}

run "refuses_a_retention_that_cloudwatch_does_not_know" {
  command = plan

  variables {
    log_retention_days = 8
  }

  expect_failures = [var.log_retention_days]
}

run "refuses_a_connections_url_that_ends_with_a_slash" {
  command = plan

  variables {
    websocket = { connections_url = "https://example.com/live/" }
  }

  expect_failures = [var.websocket]
}

run "refuses_a_second_retry" {
  command = plan

  variables {
    events = { retries = 2 }
  }

  expect_failures = [var.events]
}

run "refuses_services_as_publishers_without_a_customer_key" {
  command = plan

  variables {
    events = { publisher_services = ["events.amazonaws.com"] }
  }

  expect_failures = [var.events]
}

run "refuses_a_concurrency_that_lambda_refuses" {
  command = plan

  variables {
    fanout = { fanout_concurrency = 1 }
  }

  expect_failures = [var.fanout]
}

run "refuses_fewer_posts_than_environments" {
  command = plan

  variables {
    fanout = { posts_per_second = 10 }
  }

  expect_failures = [var.fanout]
}

run "refuses_an_origin_with_a_path" {
  command = plan

  variables {
    websocket = { allow_origins = ["https://app.example.com/"] }
  }

  expect_failures = [var.websocket]
}

run "refuses_a_pattern_beside_origins" {
  command = plan

  variables {
    websocket = { allow_origins = ["*", "https://app.example.com"] }
  }

  expect_failures = [var.websocket]
}

run "refuses_a_pattern_of_origins" {
  command = plan

  variables {
    websocket = { allow_origins = ["https://*.example.com"] }
  }

  expect_failures = [var.websocket]
}

run "refuses_credentials_that_lie_nowhere" {
  command = plan

  variables {
    websocket = { authorizer = { invoke_arn = "arn:authorizer", function_name = "authorizer", identity_sources = ["ticket"] } }
  }

  expect_failures = [var.websocket]
}

run "refuses_a_vpc_without_security_groups" {
  command = plan

  variables {
    vpc = { subnet_ids = ["subnet-1"], security_group_ids = [] }
  }

  expect_failures = [var.vpc]
}

run "refuses_an_origin_of_cors_with_a_path" {
  command = plan

  variables {
    http = { allow_origins = ["https://app.example.com/chat"] }
  }

  expect_failures = [var.http]
}
