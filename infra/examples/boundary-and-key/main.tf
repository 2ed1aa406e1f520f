# For an account whose roles need a permissions boundary and a path, and whose data is encrypted with a key of its own.
data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  name      = "bounded"
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name
}

# The widest that any function of the stack may do, whatever its own policy says.
resource "aws_iam_policy" "boundary" {
  name = "${local.name}-boundary"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "OwnStack"
        Effect = "Allow"
        Action = ["dynamodb:*", "logs:*", "sns:Publish", "sqs:*"]
        Resource = [
          "arn:${local.partition}:dynamodb:${local.region}:${local.account}:table/${local.name}-*",
          "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${local.name}-*",
          "arn:${local.partition}:sns:${local.region}:${local.account}:${local.name}-*",
          "arn:${local.partition}:sqs:${local.region}:${local.account}:${local.name}-*",
        ]
      },
      {
        Sid      = "Sockets"
        Effect   = "Allow"
        Action   = ["execute-api:ManageConnections"]
        Resource = ["arn:${local.partition}:execute-api:${local.region}:${local.account}:*/*/*/@connections/*"]
      },
      {
        Sid      = "Key"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = [aws_kms_key.this.arn]
      },
    ]
  })
}

# Services that use the key in their own name: logs, and SNS, which keeps in an encrypted queue what it can't hand over.
resource "aws_kms_key" "this" {
  description             = "Skein: table, events, queues, variables, logs"
  enable_key_rotation     = true
  deletion_window_in_days = 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AccountDecidesByPolicies"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Logs"
        Effect    = "Allow"
        Principal = { Service = "logs.${local.region}.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
        Resource  = "*"
        Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:*" } }
      },
      {
        Sid       = "UndeliverableEvents"
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
      },
    ]
  })
}

module "skein" {
  source = "../../modules/skein"

  name        = local.name
  artifacts   = { directory = "${path.module}/../../../dist" }
  kms_key_arn = aws_kms_key.this.arn
  iam         = { role_path = "/applications/", permissions_boundary_arn = aws_iam_policy.boundary.arn }
  table       = { deletion_protection = false }

  # The key's policy admits SNS alone; an AWS service that publishes needs a statement of its own there.
  events = { retries = 0 }
}

output "websocket_url" {
  description = "Where clients connect."
  value       = module.skein.websocket_url
}
