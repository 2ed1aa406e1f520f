mock_provider "aws" {
  source = "../mocks"
}

variables {
  name      = "skein-test"
  artifacts = { directory = "./tests/artifacts", bucket = "artifacts" }
}

override_resource {
  target = aws_sqs_queue.fanout
  values = {
    arn = "arn:aws:sqs:eu-central-1:123456789012:skein-test-fanout"
    url = "https://sqs.eu-central-1.amazonaws.com/123456789012/skein-test-fanout"
  }
}

override_resource {
  target = aws_sqs_queue.parked
  values = {
    arn = "arn:aws:sqs:eu-central-1:123456789012:skein-test-parked"
    url = "https://sqs.eu-central-1.amazonaws.com/123456789012/skein-test-parked"
  }
}

override_resource {
  target = aws_sqs_queue.dead_subscription
  values = {
    arn = "arn:aws:sqs:eu-central-1:123456789012:skein-test-dead-subscription"
    url = "https://sqs.eu-central-1.amazonaws.com/123456789012/skein-test-dead-subscription"
  }
}

override_resource {
  target = aws_sqs_queue.dead_publisher
  values = {
    arn = "arn:aws:sqs:eu-central-1:123456789012:skein-test-dead-publisher"
    url = "https://sqs.eu-central-1.amazonaws.com/123456789012/skein-test-dead-publisher"
  }
}

override_resource {
  target = aws_sqs_queue.dead_fanout
  values = {
    arn = "arn:aws:sqs:eu-central-1:123456789012:skein-test-dead-fanout"
    url = "https://sqs.eu-central-1.amazonaws.com/123456789012/skein-test-dead-fanout"
  }
}

override_resource {
  target = module.function["publisher"].aws_lambda_alias.this
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:skein-test-publisher:live" }
}

run "as_it_comes" {
  assert {
    condition = jsonencode({
      for app, function in module.function : app => sort(flatten([
        for statement in jsondecode(function.policy_json).Statement : statement.Action if statement.Sid != "WriteOwnLog"
      ]))
      }) == jsonencode({
      connect    = ["dynamodb:PutItem"]
      disconnect = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:Query", "sns:Publish"]
      fanout = [
        "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem",
        "execute-api:ManageConnections", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage", "sqs:SendMessage",
      ]
      graphql = ["sns:Publish"]
      message = [
        "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query",
        "dynamodb:UpdateItem", "execute-api:ManageConnections", "sns:Publish",
      ]
      publisher = [
        "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem",
        "execute-api:ManageConnections", "sqs:SendMessage", "sqs:SendMessage",
      ]
    })
    error_message = "A function's actions differ from this list."
  }

  assert {
    condition = alltrue(flatten([
      for function in module.function : [
        for statement in jsondecode(function.policy_json).Statement : [for resource in statement.Resource : resource != "*"]
      ]
    ]))
    error_message = "A statement names every resource, although the ARN is known."
  }

  assert {
    condition = jsonencode(distinct(flatten([
      for function in module.function : [
        for statement in jsondecode(function.policy_json).Statement : statement.Resource if contains(statement.Action, "execute-api:ManageConnections")
      ]
      ]))) == jsonencode([
      "arn:aws:execute-api:eu-central-1:123456789012:api/live/POST/@connections/*",
      "arn:aws:execute-api:eu-central-1:123456789012:api/live/DELETE/@connections/*",
    ])
    error_message = "Connections are managed on this API and stage alone, by POST and DELETE."
  }

  assert {
    condition = [
      for statement in jsondecode(module.function["publisher"].policy_json).Statement : statement.Resource if statement.Sid == "FindSubscribers"
    ] == [["arn:aws:dynamodb:eu-central-1:123456789012:table/skein-test-connections/index/byTopic"]]
    error_message = "The publisher queries the index alone."
  }

  assert {
    condition     = jsondecode(aws_sns_topic_subscription.publisher.redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead_subscription.arn
    error_message = "What SNS can't hand over goes to dead-subscription."
  }

  assert {
    condition = jsondecode(aws_sqs_queue.dead_subscription.policy).Statement == [{
      Sid       = "SnsKeepsEvents"
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:eu-central-1:123456789012:skein-test-dead-subscription"
      Condition = { ArnEquals = { "aws:SourceArn" = ["arn:aws:sns:eu-central-1:123456789012:skein-test-events"] } }
    }]
    error_message = "dead-subscription takes messages from SNS, on behalf of this topic."
  }

  assert {
    condition     = alltrue([for queue in [aws_sqs_queue.dead_publisher, aws_sqs_queue.dead_fanout, aws_sqs_queue.parked, aws_sqs_queue.fanout] : try(length(queue.policy), 0) == 0 || !strcontains(queue.policy, "sns.amazonaws.com")])
    error_message = "No other queue takes messages from SNS."
  }

  assert {
    condition     = aws_lambda_function_event_invoke_config.publisher.destination_config[0].on_failure[0].destination == aws_sqs_queue.dead_publisher.arn
    error_message = "What the publisher fails on goes to dead-publisher."
  }

  assert {
    condition     = [for statement in jsondecode(module.function["publisher"].policy_json).Statement : statement.Resource if statement.Sid == "KeepFailedEvents"] == [["arn:aws:sqs:eu-central-1:123456789012:skein-test-dead-publisher"]]
    error_message = "The publisher's role must be allowed to send to its dead-letter queue: Lambda sends in its name."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.fanout.redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead_fanout.arn && jsondecode(aws_sqs_queue.dead_fanout.redrive_allow_policy).sourceQueueArns == ["arn:aws:sqs:eu-central-1:123456789012:skein-test-fanout"]
    error_message = "A task that fails too often goes to dead-fanout, which takes them from the fan-out queue alone."
  }

  assert {
    condition     = output.dead_letter_queue_urls == { subscription = aws_sqs_queue.dead_subscription.url, publisher = aws_sqs_queue.dead_publisher.url, fanout = aws_sqs_queue.dead_fanout.url, parked = aws_sqs_queue.parked.url }
    error_message = "dead_letter_queue_urls names four queues."
  }

  assert {
    condition     = aws_lambda_function_event_invoke_config.publisher.maximum_retry_attempts == 1 && aws_lambda_function_event_invoke_config.publisher.maximum_event_age_in_seconds == 300
    error_message = "The publisher is repeated once, within 300 s."
  }

  assert {
    condition     = aws_sqs_queue.fanout.visibility_timeout_seconds == 360 && contains(aws_lambda_event_source_mapping.fanout.function_response_types, "ReportBatchItemFailures") && aws_lambda_event_source_mapping.fanout.scaling_config[0].maximum_concurrency == 5
    error_message = "Six times fanout's 60 s, partial batches, a bounded concurrency."
  }

  assert {
    condition     = aws_lambda_function_recursion_config.fanout.function_name == module.function["fanout"].name && aws_lambda_function_recursion_config.fanout.recursive_loop == "Allow"
    error_message = "Only fanout may hand on to itself."
  }

  assert {
    condition     = module.function["publisher"].environment["POSTS_PER_SECOND"] == "400" && module.function["fanout"].environment["POSTS_PER_SECOND"] == "400"
    error_message = "6,000 posts per second are shared by 10 + 5 environments."
  }

  assert {
    condition     = output.connections_url == "https://api.execute-api.eu-central-1.amazonaws.com/live" && output.websocket_url == "wss://api.execute-api.eu-central-1.amazonaws.com/live"
    error_message = "Both URLs are the API's own, with the stage."
  }

  assert {
    condition     = alltrue([for queue in ["dead-subscription", "dead-publisher", "dead-fanout", "parked"] : aws_cloudwatch_metric_alarm.this["${queue}-not-empty"].dimensions.QueueName == "skein-test-${queue}"])
    error_message = "Each of the four queues has an alarm of its own."
  }
}

run "with_everything" {
  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1"
    websocket   = { domain = { name = "ws.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1", mapping_key = "v1" } }
    events      = { further_topic_arns = { orders = "arn:aws:sns:eu-central-1:123456789012:orders" } }
    functions = {
      publisher = { reserved_concurrency = 25 }
      message = {
        environment = { ORDERS_TABLE = "orders" }
        statements  = [{ Sid = "ReadOrders", Action = ["dynamodb:GetItem"], Resource = ["arn:aws:dynamodb:eu-central-1:123456789012:table/orders"] }]
      }
    }
  }

  assert {
    condition     = module.function["publisher"].environment["POSTS_PER_SECOND"] == "200"
    error_message = "6,000 posts per second are shared by 25 + 5 environments."
  }

  assert {
    condition     = output.connections_url == "https://ws.example.com/v1" && output.websocket_url == "wss://ws.example.com/v1" && module.function["message"].environment["CONNECTIONS_URL"] == "https://ws.example.com/v1"
    error_message = "A custom domain drops the stage, and is the only way once the default endpoint is closed."
  }

  assert {
    condition     = aws_sns_topic_subscription.further["orders"].endpoint == module.function["publisher"].alias_arn && contains(jsondecode(aws_sqs_queue.dead_subscription.policy).Statement[0].Condition.ArnEquals["aws:SourceArn"], "arn:aws:sns:eu-central-1:123456789012:orders")
    error_message = "A further topic invokes the publisher, and may keep what it can't hand over."
  }

  assert {
    condition     = module.function["message"].environment["ORDERS_TABLE"] == "orders" && !contains(keys(module.function["connect"].environment), "ORDERS_TABLE")
    error_message = "The adopter's variables go to the function that they were given for."
  }

  assert {
    condition     = [for statement in jsondecode(module.function["message"].policy_json).Statement : statement if statement.Sid == "ReadOrders"] == [{ Sid = "ReadOrders", Effect = "Allow", Action = ["dynamodb:GetItem"], Resource = ["arn:aws:dynamodb:eu-central-1:123456789012:table/orders"] }]
    error_message = "The adopter's statements go to the function that they were given for, as IAM spells them."
  }

  assert {
    condition     = aws_sns_topic.events.kms_master_key_id == "arn:aws:kms:eu-central-1:123456789012:key/1" && alltrue([for queue in [aws_sqs_queue.fanout, aws_sqs_queue.parked, aws_sqs_queue.dead_fanout, aws_sqs_queue.dead_publisher, aws_sqs_queue.dead_subscription] : queue.kms_master_key_id == "arn:aws:kms:eu-central-1:123456789012:key/1"])
    error_message = "A customer key encrypts the topic and every queue."
  }
}

run "with_little" {
  variables {
    http      = null
    alarms    = null
    websocket = { connections_url = "http://127.0.0.1:4000" }
  }

  assert {
    condition     = output.connections_url == "http://127.0.0.1:4000" && output.websocket_url == "wss://api.execute-api.eu-central-1.amazonaws.com/live"
    error_message = "connections_url is the variable; clients still connect to the API."
  }

  assert {
    condition     = output.graphql_url == null && !contains(keys(output.function_names), "graphql")
    error_message = "http = null makes neither API nor function."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.this) == 0
    error_message = "alarms = null makes none."
  }
}
