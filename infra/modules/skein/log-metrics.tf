# Metrics from the functions' logs: nothing is sent from the code, and no dimension can multiply them.
locals {
  log_namespace = "Skein/${var.name}"

  # Log lines that an operator must hear of: what they mean.
  log_events = {
    gone_suspicious    = "more than half of an event's posts met closed connections: a wrong endpoint? Deleting has stopped"
    post_forbidden     = "a post to a client was forbidden: wrong endpoint, wrong stage, or missing permission"
    event_lost         = "an event could be neither delivered, nor handed on, nor parked: its log line holds all that is left"
    message_unanswered = "a client's message could not be answered at all"
  }

  log_event_apps = {
    gone_suspicious    = ["publisher", "fanout"]
    post_forbidden     = ["message", "publisher", "fanout"]
    event_lost         = ["publisher", "fanout"]
    message_unanswered = ["message"]
  }

  log_event_filters = merge([
    for event, apps in local.log_event_apps : { for app in apps : "${app}-${event}" => { app = app, event = event } }
  ]...)

  # Numbers of the line that ends every delivery (it is written at level info).
  delivery_filters = merge([
    for app in ["publisher", "fanout"] : {
      for field in ["sent", "gone", "failed", "queued", "ageMs"] : "${app}-${field}" => { app = app, field = field }
    }
  ]...)
}

resource "aws_cloudwatch_log_metric_filter" "event" {
  for_each = var.alarms == null ? {} : local.log_event_filters

  name           = "${var.name}-${each.key}"
  log_group_name = module.function[each.value.app].log_group_name
  pattern        = "{ $.event = \"${each.value.event}\" }"

  metric_transformation {
    namespace = local.log_namespace
    name      = each.value.event
    value     = "1"
    unit      = "Count"
  }
}

resource "aws_cloudwatch_log_metric_filter" "delivery" {
  for_each = local.delivery_filters

  name           = "${var.name}-${each.key}"
  log_group_name = module.function[each.value.app].log_group_name
  pattern        = "{ $.event = \"event_delivered\" }"

  metric_transformation {
    namespace = local.log_namespace
    name      = each.value.field
    value     = "$.${each.value.field}"
    unit      = each.value.field == "ageMs" ? "Milliseconds" : "Count"
  }
}
