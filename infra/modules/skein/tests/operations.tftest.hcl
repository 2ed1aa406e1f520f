mock_provider "aws" {
  source = "../mocks"
}

variables {
  name      = "skein-test"
  artifacts = { directory = "./tests/artifacts", bucket = "artifacts" }
}

run "alarms_on_what_the_functions_and_aws_measure_and_admits_the_pages_of_the_list" {
  variables {
    websocket = { allow_origins = ["https://app.example.com", "http://localhost:5173"] }
    alarms    = { action_arns = ["arn:aws:sns:eu-central-1:123456789012:operators"], messages_per_day = 1000000, oldest_fanout_seconds = 90 }
  }

  assert {
    condition = alltrue([
      for alarm in keys(local.log_events) : aws_cloudwatch_metric_alarm.this["${alarm}-logged"].namespace == "Skein/skein-test" && aws_cloudwatch_metric_alarm.this["${alarm}-logged"].metric_name == alarm
    ])
    error_message = "Alarms on log lines look at the functions' own metrics."
  }

  assert {
    condition     = alltrue([for function in module.function : function.environment["METRICS_NAMESPACE"] == "Skein/skein-test"])
    error_message = "Every function writes its metrics where the alarms look."
  }

  assert {
    condition = { for metric in ["table-read-throttles", "index-read-throttles"] : metric => aws_cloudwatch_metric_alarm.this[metric].dimensions } == {
      table-read-throttles = tomap({ TableName = "skein-test-connections" })
      index-read-throttles = tomap({ TableName = "skein-test-connections", GlobalSecondaryIndexName = "byTopic" })
    }
    error_message = "DynamoDB counts throttles of an index apart from its table's."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["publisher-late"].metric_name == "AsyncEventAge" && aws_cloudwatch_metric_alarm.this["fanout-late"].threshold == 90 && aws_cloudwatch_metric_alarm.this["message-budget"].threshold == 1000000
    error_message = "Late events, late tasks and the budget have alarms."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["integration-errors"].metric_name == "ExecutionError"
    error_message = "IntegrationError would count refused tokens."
  }

  assert {
    condition     = sort([for query in aws_cloudwatch_metric_alarm.connect_5xx[0].metric_query : query.metric[0].metric_name if length(query.metric) > 0]) == tolist(["Errors", "Throttles", "connect_failed"])
    error_message = "A 5xx of $connect is an answer of 500, a failure or a refused concurrency."
  }

  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.this), aws_cloudwatch_metric_alarm.connect_5xx) : alarm.alarm_actions == toset(["arn:aws:sns:eu-central-1:123456789012:operators"])])
    error_message = "Every alarm goes to the operators."
  }

  assert {
    condition     = module.function["connect"].environment["ALLOWED_ORIGINS"] == "https://app.example.com,http://localhost:5173"
    error_message = "connect gets the list."
  }

  assert {
    condition     = alltrue([for app, function in module.function : app == "connect" || !contains(keys(function.environment), "ALLOWED_ORIGINS")])
    error_message = "Nobody else gets it."
  }
}

run "draws_what_happens_and_admits_every_page_unless_told_otherwise" {
  assert {
    condition     = length([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget if length(widget.properties.metrics) == 0 || widget.properties.stat == ""]) == 0
    error_message = "Every widget has metrics and a statistic."
  }

  assert {
    condition     = strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "{\\\"Skein/skein-test\\\",Topic} MetricName=\\\"sent\\\"")
    error_message = "Deliveries are drawn by topic."
  }

  assert {
    condition     = !contains(keys(module.function["connect"].environment), "ALLOWED_ORIGINS")
    error_message = "Without a list connect gets none."
  }
}

run "admits_no_page_when_the_list_is_empty" {
  variables {
    websocket = { allow_origins = [] }
  }

  assert {
    condition     = module.function["connect"].environment["ALLOWED_ORIGINS"] == "none"
    error_message = "An empty variable would count as unset: any origin."
  }
}
