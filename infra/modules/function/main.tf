locals {
  statements = concat(
    [
      {
        Sid      = "WriteOwnLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.this.arn}:*"]
      },
    ],
    [for statement in var.statements : { for key, value in statement : key => value if value != null }],
    # Traces and network interfaces have no resource-level permissions.
    var.runtime.tracing ? [
      {
        Sid      = "WriteTraces"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = ["*"]
      },
    ] : [],
    var.vpc != null ? [
      {
        Sid    = "UseNetworkInterfaces"
        Effect = "Allow"
        Action = [
          "ec2:AssignPrivateIpAddresses",
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets",
          "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = ["*"]
      },
    ] : [],
    var.kms_key_arn != null ? [
      {
        Sid      = "UseCustomerKey"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = [var.kms_key_arn]
      },
    ] : [],
  )
}

# Made before the function: Lambda would make it without retention.
resource "aws_cloudwatch_log_group" "this" {
  # checkov:skip=CKV_AWS_338:How long logs are kept is the environment's decision; prod keeps them for a year

  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_iam_role" "this" {
  name                 = var.name
  path                 = var.iam.role_path
  permissions_boundary = var.iam.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "lambda.amazonaws.com" }
      },
    ]
  })
}

resource "aws_iam_role_policy" "this" {
  name   = "function"
  role   = aws_iam_role.this.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}

resource "aws_lambda_function" "this" {
  # checkov:skip=CKV_AWS_50:Tracing is an option
  # checkov:skip=CKV_AWS_116:The publisher has an on-failure destination on its alias; the others are invoked synchronously or by SQS
  # checkov:skip=CKV_AWS_272:The zips' hashes are in the plan; signing needs a profile of the adopter's

  function_name = var.name
  description   = "Skein: ${var.app}"
  role          = aws_iam_role.this.arn
  handler       = "index.handler"
  runtime       = var.runtime.name
  architectures = [var.runtime.architecture]
  memory_size   = var.memory_mb
  timeout       = var.timeout_seconds
  publish       = true
  kms_key_arn   = var.kms_key_arn
  tags          = var.tags

  filename         = var.artifact.path
  source_code_hash = try(filebase64sha256(var.artifact.path), null)
  s3_bucket        = var.artifact.bucket
  s3_key           = var.artifact.key

  reserved_concurrent_executions = coalesce(var.reserved_concurrency, -1)

  environment {
    variables = { for key, value in var.environment : key => value if value != null }
  }

  # The code leaves out what is under its LOG_LEVEL. Lambda must let all of it through: a line without Lambda's own
  # `timestamp` counts as INFO there, errors too.
  logging_config {
    log_format            = "JSON"
    application_log_level = "TRACE"
    system_log_level      = "WARN"
    log_group             = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = var.runtime.tracing ? "Active" : "PassThrough"
  }

  dynamic "vpc_config" {
    for_each = var.vpc[*]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  lifecycle {
    precondition {
      condition     = var.artifact.path == null || try(fileexists(var.artifact.path), false)
      error_message = "There is no zip at ${coalesce(var.artifact.path, "-")}. Build it with: npx pnpm bundle"
    }

    # Half of a build would run old code beside new.
    precondition {
      condition     = var.artifact.path == null || try(filesha256(var.artifact.path) == var.artifact.sha256, true)
      error_message = "${coalesce(var.artifact.path, "-")} is not the zip that its manifest.json describes. Build anew with: npx pnpm bundle"
    }
  }

  # A function whose role can't write its log yet loses its first lines.
  depends_on = [aws_iam_role_policy.this]
}

# Every integration names the alias, so that provisioned concurrency and a rollback need no other change.
resource "aws_lambda_alias" "this" {
  name             = "live"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}

resource "aws_lambda_provisioned_concurrency_config" "this" {
  count = var.provisioned_concurrency == null ? 0 : 1

  function_name                     = aws_lambda_function.this.function_name
  qualifier                         = aws_lambda_alias.this.name
  provisioned_concurrent_executions = var.provisioned_concurrency
}
