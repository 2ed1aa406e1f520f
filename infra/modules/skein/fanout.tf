# What one invocation can't deliver in time, and where it ends if it can't be delivered at all.
resource "aws_sqs_queue" "fanout" {
  name                              = local.names.queues["fanout"]
  visibility_timeout_seconds        = 6 * local.timeouts["fanout"]
  message_retention_seconds         = 3600
  max_message_size                  = 262144
  kms_master_key_id                 = var.kms_key_arn
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_fanout.arn
    maxReceiveCount     = var.fanout.max_receives
  })
}

resource "aws_sqs_queue" "dead_fanout" {
  name                              = local.names.queues["dead-fanout"]
  message_retention_seconds         = 1209600
  kms_master_key_id                 = var.kms_key_arn
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.queue_arns["fanout"]]
  })
}

resource "aws_sqs_queue" "parked" {
  name                              = local.names.queues["parked"]
  message_retention_seconds         = 1209600
  kms_master_key_id                 = var.kms_key_arn
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags
}

resource "aws_lambda_event_source_mapping" "fanout" {
  event_source_arn        = aws_sqs_queue.fanout.arn
  function_name           = module.function["fanout"].alias_arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]
  tags                    = var.tags

  scaling_config {
    maximum_concurrency = var.fanout.fanout_concurrency
  }
}

# fanout hands its remainder back to its own queue, which Lambda would stop as a loop after 16 hops; the code counts
# hops and knows the deadline itself. No other function may loop.
resource "aws_lambda_function_recursion_config" "fanout" {
  function_name  = module.function["fanout"].name
  recursive_loop = "Allow"
}
