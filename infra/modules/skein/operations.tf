locals {
  alarms      = var.alarms == null ? {} : local.all_alarms
  metric_apps = [for app in ["connect", "message", "disconnect", "publisher", "fanout", "graphql"] : app if contains(local.apps, app)]

  # Each has a page in docs/operations.md: alarm, meaning, action.
  all_alarms = merge(
    {
      for queue, meaning in {
        dead-subscription = "SNS could not hand events over to the publisher"
        dead-publisher    = "the publisher failed on events"
        dead-fanout       = "fan-out tasks failed too often"
        parked            = "events were given up with a reason"
        } : "${queue}-not-empty" => {
        description = meaning
        namespace   = "AWS/SQS"
        metric      = "ApproximateNumberOfMessagesVisible"
        dimensions  = { QueueName = local.names.queues[queue] }
        statistic   = "Maximum"
        period      = 60
        periods     = 1
        threshold   = 0
      }
    },
    {
      for app in local.metric_apps : "${app}-errors" => {
        description = "${app} failed"
        namespace   = "AWS/Lambda"
        metric      = "Errors"
        dimensions  = { FunctionName = "${var.name}-${app}" }
        statistic   = "Sum"
        period      = 60
        periods     = 1
        threshold   = 0
      }
    },
    {
      for app in local.metric_apps : "${app}-throttles" => {
        description = "${app} was refused concurrency"
        namespace   = "AWS/Lambda"
        metric      = "Throttles"
        dimensions  = { FunctionName = "${var.name}-${app}" }
        statistic   = "Sum"
        period      = 60
        periods     = 3
        threshold   = 0
      }
    },
    {
      publisher-late = {
        description = "events wait for the publisher: it is throttled or too slow"
        namespace   = "AWS/Lambda"
        metric      = "AsyncEventAge"
        dimensions  = { FunctionName = "${var.name}-publisher" }
        statistic   = "Maximum"
        period      = 60
        periods     = 2
        threshold   = 30000
      }
      fanout-late = {
        description = "fan-out tasks wait: more is published than the share of posts allows"
        namespace   = "AWS/SQS"
        metric      = "ApproximateAgeOfOldestMessage"
        dimensions  = { QueueName = local.names.queues["fanout"] }
        statistic   = "Maximum"
        period      = 60
        periods     = 2
        threshold   = try(var.alarms.oldest_fanout_seconds, 60)
      }
      connect-refused = {
        description = "API Gateway could not run connect: clients get a 5xx and can't connect"
        namespace   = "AWS/ApiGateway"
        metric      = "IntegrationError"
        dimensions  = { ApiId = module.websocket_api.api_id, Stage = var.websocket.stage, Route = "$connect" }
        statistic   = "Sum"
        period      = 60
        periods     = 1
        threshold   = 0
      }
      integration-errors = {
        description = "API Gateway could not run functions: clients get its error frame, which ends them"
        namespace   = "AWS/ApiGateway"
        metric      = "IntegrationError"
        dimensions  = { ApiId = module.websocket_api.api_id, Stage = var.websocket.stage }
        statistic   = "Sum"
        period      = 60
        periods     = 2
        threshold   = 0
      }
      table-read-throttles = {
        description = "reads of the table or its index are throttled"
        namespace   = "AWS/DynamoDB"
        metric      = "ReadThrottleEvents"
        dimensions  = { TableName = local.names.table }
        statistic   = "Sum"
        period      = 60
        periods     = 3
        threshold   = 0
      }
      table-write-throttles = {
        description = "writes of the table are throttled, perhaps by a hot topic of the index"
        namespace   = "AWS/DynamoDB"
        metric      = "WriteThrottleEvents"
        dimensions  = { TableName = local.names.table }
        statistic   = "Sum"
        period      = 60
        periods     = 3
        threshold   = 0
      }
    },
    {
      for metric, meaning in local.log_events : "${metric}-logged" => {
        description = meaning
        namespace   = local.log_namespace
        metric      = metric
        dimensions  = {}
        statistic   = "Sum"
        period      = 60
        periods     = 1
        threshold   = 0
      }
    },
    try(var.alarms.messages_per_day, null) == null ? {} : {
      message-budget = {
        description = "more WebSocket messages in a day than budgeted: they are over 90 % of the cost"
        namespace   = "AWS/ApiGateway"
        metric      = "MessageCount"
        dimensions  = { ApiId = module.websocket_api.api_id, Stage = var.websocket.stage }
        statistic   = "Sum"
        period      = 86400
        periods     = 1
        threshold   = var.alarms.messages_per_day
      }
    },
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = each.value.period
  evaluation_periods  = each.value.periods
  threshold           = each.value.threshold
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarms.action_arns
  ok_actions          = var.alarms.action_arns
  tags                = var.tags
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [
      for index, widget in [
        {
          title = "Connections"
          metrics = [
            ["AWS/ApiGateway", "ConnectCount", "ApiId", module.websocket_api.api_id, "Stage", var.websocket.stage],
          ]
        },
        {
          title = "Messages, both directions: the cost driver"
          metrics = [
            ["AWS/ApiGateway", "MessageCount", "ApiId", module.websocket_api.api_id, "Stage", var.websocket.stage],
          ]
        },
        {
          title   = "Invocations"
          metrics = [for app in local.metric_apps : ["AWS/Lambda", "Invocations", "FunctionName", "${var.name}-${app}"]]
        },
        {
          title   = "Errors"
          metrics = [for app in local.metric_apps : ["AWS/Lambda", "Errors", "FunctionName", "${var.name}-${app}"]]
        },
        {
          title   = "Duration"
          metrics = [for app in local.metric_apps : ["AWS/Lambda", "Duration", "FunctionName", "${var.name}-${app}"]]
        },
        {
          title   = "Deliveries: posted, gone, failed, handed to the fan-out queue"
          metrics = [for metric in ["sent", "gone", "failed", "queued"] : [local.log_namespace, metric]]
        },
        {
          title   = "Latency from publish to the last post, in milliseconds"
          metrics = [[local.log_namespace, "ageMs"]]
        },
        {
          title   = "Queues"
          metrics = [for queue, name in local.names.queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name]]
        },
        {
          title = "Table units"
          metrics = [
            ["AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", local.names.table],
            ["AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", local.names.table],
          ]
        },
        {
          title = "Latency of the gateway's integrations"
          metrics = [
            ["AWS/ApiGateway", "IntegrationLatency", "ApiId", module.websocket_api.api_id, "Stage", var.websocket.stage],
          ]
        },
        ] : {
        type   = "metric"
        x      = 12 * (index % 2)
        y      = 6 * floor(index / 2)
        width  = 12
        height = 6
        properties = {
          title   = widget.title
          region  = local.region
          stat    = widget.title == "Duration" || startswith(widget.title, "Latency") ? "p95" : "Sum"
          period  = 60
          metrics = widget.metrics
        }
      }
    ]
  })
}
