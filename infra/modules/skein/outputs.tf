output "websocket_url" {
  description = "Where clients connect: the custom domain's URL, else the API's own; ends with the stage, but on a custom domain."
  value       = module.websocket_api.websocket_url
}

output "connections_url" {
  description = "The functions' CONNECTIONS_URL: the endpoint of the @connections API, up to and without /@connections."
  value       = local.connections_url
}

output "graphql_url" {
  description = "Where queries and mutations are posted; null without the HTTP API."
  value       = one(module.http_api[*].graphql_url)
}

output "api_id" {
  description = "The WebSocket API's id."
  value       = module.websocket_api.api_id
}

output "stage" {
  description = "The WebSocket API's stage."
  value       = module.websocket_api.stage
}

output "domain" {
  description = "What a DNS record of the custom domain points to; null without one."
  value       = module.websocket_api.domain
}

output "events_topic_arn" {
  description = "The SNS topic that events are announced on."
  value       = aws_sns_topic.events.arn
}

output "table_name" {
  description = "The table of connections and subscriptions."
  value       = module.table.name
}

output "function_names" {
  description = "The functions' names, by app."
  value       = { for app, function in module.function : app => function.name }
}

output "log_group_names" {
  description = "The functions' log groups, by app."
  value       = { for app, function in module.function : app => function.log_group_name }
}

output "dead_letter_queue_urls" {
  description = "Queues of what was not delivered: `subscription` (SNS could not hand over), `publisher` (the function failed), `fanout` (a task failed too often), `parked` (given up with a reason)."
  value = {
    subscription = aws_sqs_queue.dead_subscription.url
    publisher    = aws_sqs_queue.dead_publisher.url
    fanout       = aws_sqs_queue.dead_fanout.url
    parked       = aws_sqs_queue.parked.url
  }
}

output "producer_policy_json" {
  description = "An IAM policy document for a producer: it may publish events, nothing else."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "PublishEvents"
          Effect   = "Allow"
          Action   = ["sns:Publish"]
          Resource = [aws_sns_topic.events.arn]
        },
      ],
      var.kms_key_arn == null ? [] : [
        {
          Sid      = "EncryptEvents"
          Effect   = "Allow"
          Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource = [var.kms_key_arn]
        },
      ],
    )
  })
}
