locals {
  by_api   = ["ApiId", module.websocket_api.api_id, "Stage", var.websocket.stage]
  by_table = ["TableName", local.names.table]

  # One line for each topic that was delivered to; the functions bound how many there are.
  by_topic = {
    for metric, stat in { sent = "Sum", ageMs = "p95" } : metric => "SEARCH('{\"${local.metrics_namespace}\",Topic} MetricName=\"${metric}\"', '${stat}', 60)"
  }

  # `stat` of a widget is its metrics' own, where they name none.
  widgets = [
    {
      title = "Connects, disconnects, refusals"
      stat  = "Sum"
      metrics = concat(
        [concat(["AWS/ApiGateway", "ConnectCount"], local.by_api)],
        [for metric in ["connects", "disconnects", "refusals"] : [local.metrics_namespace, metric]],
      )
    },
    {
      title   = "Subscriptions that were stored"
      stat    = "Sum"
      metrics = [[local.metrics_namespace, "subscriptions"]]
    },
    {
      title   = "Deliveries by topic"
      stat    = "Sum"
      metrics = [[{ id = "sent", expression = local.by_topic.sent }]]
    },
    {
      title   = "What became of deliveries"
      stat    = "Sum"
      metrics = [for metric in ["sent", "filtered", "completed", "expired", "queued"] : [local.metrics_namespace, metric]]
    },
    {
      title   = "From publish to the last post, in milliseconds"
      stat    = "p95"
      metrics = [for stat in ["p50", "p95", "p99"] : [local.metrics_namespace, "ageMs", { stat = stat, label = stat }]]
    },
    {
      title   = "The same by topic, 95th percentile"
      stat    = "p95"
      metrics = [[{ id = "age", expression = local.by_topic.ageMs }]]
    },
    {
      title   = "Gone, failed, parked, and what an operator must hear of"
      stat    = "Sum"
      metrics = [for metric in concat(["gone", "failed", "parked", "connect_failed"], keys(local.log_events)) : [local.metrics_namespace, metric]]
    },
    {
      title = "Functions that failed or were refused concurrency"
      stat  = "Sum"
      metrics = concat(
        [for app in local.metric_apps : ["AWS/Lambda", "Errors", "FunctionName", "${var.name}-${app}", { label = "${app} failed" }]],
        [for app in local.metric_apps : ["AWS/Lambda", "Throttles", "FunctionName", "${var.name}-${app}", { label = "${app} throttled" }]],
      )
    },
    {
      title   = "Messages in queues"
      stat    = "Maximum"
      metrics = [for queue, name in local.names.queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name]]
    },
    {
      title   = "Duration of functions, in milliseconds"
      stat    = "p95"
      metrics = [for app in local.metric_apps : ["AWS/Lambda", "Duration", "FunctionName", "${var.name}-${app}"]]
    },
    {
      title = "Cost: messages in both directions, and events"
      stat  = "Sum"
      metrics = [
        concat(["AWS/ApiGateway", "MessageCount"], local.by_api),
        ["AWS/SNS", "NumberOfMessagesPublished", "TopicName", local.names.events],
      ]
    },
    {
      title = "Cost: units of the table and its index"
      stat  = "Sum"
      metrics = concat([
        for index in [[], ["GlobalSecondaryIndexName", "byTopic"]] : [
          for metric in ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"] : concat(["AWS/DynamoDB", metric], local.by_table, index)
        ]
      ]...)
    },
    {
      title   = "Cost: invocations"
      stat    = "Sum"
      metrics = [for app in local.metric_apps : ["AWS/Lambda", "Invocations", "FunctionName", "${var.name}-${app}"]]
    },
    {
      title   = "How many run at once"
      stat    = "Maximum"
      metrics = [for app in local.metric_apps : ["AWS/Lambda", "ConcurrentExecutions", "FunctionName", "${var.name}-${app}"]]
    },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [
      for index, widget in local.widgets : {
        type   = "metric"
        x      = 12 * (index % 2)
        y      = 6 * floor(index / 2)
        width  = 12
        height = 6
        properties = {
          title   = widget.title
          region  = local.region
          stat    = widget.stat
          period  = 60
          metrics = widget.metrics
        }
      }
    ]
  })
}
