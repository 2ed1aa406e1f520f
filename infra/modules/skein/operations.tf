locals {
  # The functions write their metrics into their own log lines (embedded metric format), under this name.
  metrics_namespace = "Skein/${var.name}"

  # What an operator must hear of at once: lines that are metrics, and what they mean.
  log_events = {
    gone_suspicious    = "more than half of an event's posts met closed connections: a wrong endpoint? Deleting has stopped"
    post_forbidden     = "a post to a client was forbidden: wrong endpoint, wrong stage, or missing permission"
    event_lost         = "an event could be neither delivered, nor handed on, nor parked: its log line holds all that is left"
    message_unanswered = "a client's message could not be answered at all"
  }

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
      # IntegrationError would count refusals (400, 401, 403) too.
      integration-errors = {
        description = "API Gateway could not call functions: clients get its error frame, which ends them"
        namespace   = "AWS/ApiGateway"
        metric      = "ExecutionError"
        dimensions  = { ApiId = module.websocket_api.api_id, Stage = var.websocket.stage }
        statistic   = "Sum"
        period      = 60
        periods     = 2
        threshold   = 0
      }
    },
    {
      for alarm, throttled in {
        table-read-throttles  = { description = "reads of the table are throttled", metric = "ReadThrottleEvents", index = {} }
        table-write-throttles = { description = "writes of the table are throttled", metric = "WriteThrottleEvents", index = {} }
        index-read-throttles  = { description = "events read their subscribers faster than the index serves", metric = "ReadThrottleEvents", index = { GlobalSecondaryIndexName = "byTopic" } }
        index-write-throttles = { description = "a hot topic of the index is throttled, and the table's writes with it", metric = "WriteThrottleEvents", index = { GlobalSecondaryIndexName = "byTopic" } }
        } : alarm => {
        description = throttled.description
        namespace   = "AWS/DynamoDB"
        metric      = throttled.metric
        dimensions  = merge({ TableName = local.names.table }, throttled.index)
        statistic   = "Sum"
        period      = 60
        periods     = 3
        threshold   = 0
      }
    },
    {
      for metric, meaning in local.log_events : "${metric}-logged" => {
        description = meaning
        namespace   = local.metrics_namespace
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

# A client that gets a 5xx at the upgrade does not come back by itself. Three causes, one alarm: connect answered 500 (the
# table), failed, or was refused concurrency.
resource "aws_cloudwatch_metric_alarm" "connect_5xx" {
  count = var.alarms == null ? 0 : 1

  alarm_name          = "${var.name}-connect-5xx"
  alarm_description   = "clients get a 5xx at the upgrade, and can't connect"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarms.action_arns
  ok_actions          = var.alarms.action_arns
  tags                = var.tags

  metric_query {
    id          = "all"
    expression  = "FILL(answered, 0) + FILL(failed, 0) + FILL(throttled, 0)"
    label       = "5xx of $connect"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = {
      answered  = { namespace = local.metrics_namespace, name = "connect_failed", dimensions = {} }
      failed    = { namespace = "AWS/Lambda", name = "Errors", dimensions = { FunctionName = "${var.name}-connect" } }
      throttled = { namespace = "AWS/Lambda", name = "Throttles", dimensions = { FunctionName = "${var.name}-connect" } }
    }

    content {
      id = metric_query.key

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.name
        dimensions  = metric_query.value.dimensions
        period      = 60
        stat        = "Sum"
      }
    }
  }
}
