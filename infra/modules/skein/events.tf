# The SNS topic that producers announce events on, and the publisher that each event invokes.
resource "aws_sns_topic" "events" {
  name              = local.names.events
  kms_master_key_id = coalesce(var.kms_key_arn, "alias/aws/sns")
  tags              = var.tags
}

resource "aws_sns_topic_policy" "events" {
  arn = aws_sns_topic.events.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid       = "OnlyThisAccount"
          Effect    = "Allow"
          Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
          Action    = ["sns:GetTopicAttributes", "sns:Publish", "sns:Subscribe"]
          Resource  = aws_sns_topic.events.arn
        },
        {
          Sid       = "OnlyEncrypted"
          Effect    = "Deny"
          Principal = "*"
          Action    = ["sns:Publish"]
          Resource  = aws_sns_topic.events.arn
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
      ],
      length(var.events.publisher_account_ids) == 0 ? [] : [
        {
          Sid       = "OtherAccountsPublish"
          Effect    = "Allow"
          Principal = { AWS = [for id in var.events.publisher_account_ids : "arn:${local.partition}:iam::${id}:root"] }
          Action    = ["sns:Publish"]
          Resource  = aws_sns_topic.events.arn
        },
      ],
      length(var.events.publisher_services) == 0 ? [] : [
        {
          Sid       = "ServicesPublish"
          Effect    = "Allow"
          Principal = { Service = var.events.publisher_services }
          Action    = ["sns:Publish"]
          Resource  = aws_sns_topic.events.arn
          Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
        },
      ],
    )
  })
}

# Hand-over failed (function deleted, permission lost): SNS keeps the event here. It never sees an exception in the code.
resource "aws_sqs_queue" "dead_subscription" {
  name                              = local.names.queues["dead-subscription"]
  message_retention_seconds         = 1209600
  kms_master_key_id                 = var.kms_key_arn
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "SnsKeepsEvents"
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = local.queue_arns["dead-subscription"]
        Condition = { ArnEquals = { "aws:SourceArn" = concat([local.events_arn], values(var.events.further_topic_arns)) } }
      },
    ]
  })
}

# The publisher failed (a bug, or trouble before the first post): Lambda keeps the event here, with the error.
resource "aws_sqs_queue" "dead_publisher" {
  name                              = local.names.queues["dead-publisher"]
  message_retention_seconds         = 1209600
  kms_master_key_id                 = var.kms_key_arn
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags
}

resource "aws_sns_topic_subscription" "publisher" {
  topic_arn      = aws_sns_topic.events.arn
  protocol       = "lambda"
  endpoint       = module.function["publisher"].alias_arn
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_subscription.arn })

  depends_on = [aws_lambda_permission.events]
}

resource "aws_lambda_permission" "events" {
  statement_id  = "AllowEvents"
  action        = "lambda:InvokeFunction"
  function_name = module.function["publisher"].name
  qualifier     = module.function["publisher"].alias_name
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.events.arn
}

resource "aws_sns_topic_subscription" "further" {
  for_each = var.events.further_topic_arns

  topic_arn      = each.value
  protocol       = "lambda"
  endpoint       = module.function["publisher"].alias_arn
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_subscription.arn })

  depends_on = [aws_lambda_permission.further]
}

resource "aws_lambda_permission" "further" {
  for_each = var.events.further_topic_arns

  statement_id  = "AllowEventsOf-${each.key}"
  action        = "lambda:InvokeFunction"
  function_name = module.function["publisher"].name
  qualifier     = module.function["publisher"].alias_name
  principal     = "sns.amazonaws.com"
  source_arn    = each.value
}

# An event older than 300 s is parked by the code; Lambda need not hold it longer. A retry may repeat an event to those
# who got it already, so there is at most one by default.
resource "aws_lambda_function_event_invoke_config" "publisher" {
  function_name                = module.function["publisher"].name
  qualifier                    = module.function["publisher"].alias_name
  maximum_retry_attempts       = var.events.retries
  maximum_event_age_in_seconds = 300

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead_publisher.arn
    }
  }
}
