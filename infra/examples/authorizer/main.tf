# A function of yours says who may connect, before connect is invoked. zip -j authorizer.zip src/index.mjs
variable "authorizer_zip" {
  description = "The zip of src/index.mjs."
  type        = string
  default     = "authorizer.zip"
}

variable "viewers" {
  description = "Who may connect, by ticket: a stand-in for a store of yours."
  type        = map(string)
  default     = { "ticket-of-ada" = "ada" }
}

locals {
  name = "authorized"

  websocket = {
    authorizer = {
      invoke_arn       = aws_lambda_function.authorizer.invoke_arn
      function_name    = aws_lambda_function.authorizer.function_name
      identity_sources = ["route.request.querystring.ticket"]
    }
  }
}

resource "aws_iam_role" "authorizer" {
  name = "${local.name}-authorizer"

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

resource "aws_cloudwatch_log_group" "authorizer" {
  # checkov:skip=CKV_AWS_158:CloudWatch encrypts it with a key of its own; a customer key is yours to give
  # checkov:skip=CKV_AWS_338:How long logs are kept is yours to decide

  name              = "/aws/lambda/${local.name}-authorizer"
  retention_in_days = 30
}

resource "aws_iam_role_policy" "authorizer" {
  name = "log"
  role = aws_iam_role.authorizer.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.authorizer.arn}:*"]
      },
    ]
  })
}

resource "aws_lambda_function" "authorizer" {
  # checkov:skip=CKV_AWS_50:An example; tracing is yours to decide
  # checkov:skip=CKV_AWS_115:Reserve concurrency where others in the account could starve connects
  # checkov:skip=CKV_AWS_116:It is invoked synchronously
  # checkov:skip=CKV_AWS_117:It needs nothing of a VPC
  # checkov:skip=CKV_AWS_173:Tickets of the example are no secrets
  # checkov:skip=CKV_AWS_272:The hash of the zip is in the plan

  function_name    = "${local.name}-authorizer"
  role             = aws_iam_role.authorizer.arn
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  architectures    = ["arm64"]
  filename         = var.authorizer_zip
  source_code_hash = filebase64sha256(var.authorizer_zip)

  environment {
    variables = { VIEWERS = jsonencode(var.viewers) }
  }

  depends_on = [aws_iam_role_policy.authorizer]
}

module "skein" {
  source = "../../modules/skein"

  name      = local.name
  artifacts = { directory = "${path.module}/../../../dist" }
  table     = { deletion_protection = false }
  websocket = local.websocket
}

output "websocket_url" {
  description = "Where clients connect, with ?ticket=... behind it."
  value       = module.skein.websocket_url
}

output "events_topic_arn" {
  description = "The SNS topic that events are announced on."
  value       = module.skein.events_topic_arn
}
