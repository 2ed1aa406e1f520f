mock_provider "aws" {
  source = "../mocks"
}

variables {
  app                = "connect"
  name               = "test-connect"
  artifact           = { sha256 = "abc", bucket = "artifacts", key = "connect-abc.zip" }
  runtime            = { name = "nodejs22.x", architecture = "arm64", tracing = false }
  memory_mb          = 512
  timeout_seconds    = 10
  environment        = { TABLE_NAME = "table", UNSET = null }
  statements         = []
  iam                = { role_path = "/", permissions_boundary_arn = null }
  vpc                = null
  kms_key_arn        = null
  log_retention_days = 7
  tags               = {}
}

run "names_the_command_that_builds_when_the_zip_is_missing" {
  command = plan

  variables {
    artifact = { sha256 = "abc", path = "./nowhere.zip" }
  }

  expect_failures = [aws_lambda_function.this]
}

run "refuses_a_zip_that_the_manifest_does_not_describe" {
  command = plan

  variables {
    artifact = { sha256 = "abc", path = "./main.tf" }
  }

  expect_failures = [aws_lambda_function.this]
}

run "refuses_both_a_path_and_a_bucket" {
  command = plan

  variables {
    artifact = { sha256 = "abc", path = "./main.tf", bucket = "artifacts", key = "connect-abc.zip" }
  }

  expect_failures = [var.artifact]
}

run "as_it_comes" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.environment[0].variables == tomap({ TABLE_NAME = "table" })
    error_message = "Variables without a value are left out."
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == -1 && length(aws_lambda_provisioned_concurrency_config.this) == 0
    error_message = "Nothing is reserved or kept warm unless it is asked for."
  }

  assert {
    condition     = aws_lambda_function.this.logging_config[0].log_format == "JSON" && aws_lambda_function.this.logging_config[0].application_log_level == "TRACE"
    error_message = "Lambda filters no line of the code's: its level is LOG_LEVEL's to decide."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/test-connect" && aws_cloudwatch_log_group.this.retention_in_days == 7
    error_message = "The log group is made with its retention."
  }
}

run "with_everything" {
  variables {
    runtime                 = { name = "nodejs20.x", architecture = "x86_64", tracing = true }
    reserved_concurrency    = 5
    provisioned_concurrency = 2
    iam                     = { role_path = "/applications/", permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary" }
    vpc                     = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
    kms_key_arn             = "arn:aws:kms:eu-central-1:123456789012:key/1"
  }

  assert {
    condition     = aws_iam_role.this.path == "/applications/" && aws_iam_role.this.permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
    error_message = "The role has its path and its boundary."
  }

  assert {
    condition     = jsonencode([for statement in jsondecode(output.policy_json).Statement : statement.Sid]) == jsonencode(["WriteOwnLog", "WriteTraces", "UseNetworkInterfaces", "UseCustomerKey"])
    error_message = "Traces, network interfaces and key each take a statement."
  }

  assert {
    condition     = aws_lambda_provisioned_concurrency_config.this[0].qualifier == "live" && aws_lambda_function.this.publish
    error_message = "Environments are kept warm behind the alias, which names a published version."
  }
}
