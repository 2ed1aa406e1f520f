locals {
  manifest = jsondecode(file("${var.artifacts.directory}/manifest.json"))

  artifacts = {
    for app, built in local.manifest : app => var.artifacts.bucket == null ? {
      sha256 = built.sha256
      path   = "${var.artifacts.directory}/${built.file}"
      bucket = null
      key    = null
      } : {
      sha256 = built.sha256
      path   = null
      bucket = var.artifacts.bucket
      key    = "${var.artifacts.prefix}${app}-${built.sha256}.zip"
    }
  }

  # Memory is CPU. connect must answer within 1 s, cold start included (legacy clients give up then), and message answers
  # a person who waits: half a vCPU each. publisher and fanout execute and post: a whole one, 1,769 MB. disconnect hurries
  # for nobody. Timeouts: API Gateway waits 29 s at most, so message ends a second before, and disconnect (asynchronous
  # to the client, but an integration as well) too. A fan-out has 300 s in all; one invocation hands on after 60 s.
  defaults = {
    connect    = { memory_mb = 1024, timeout_seconds = 10, reserved_concurrency = null }
    message    = { memory_mb = 1024, timeout_seconds = 28, reserved_concurrency = null }
    disconnect = { memory_mb = 512, timeout_seconds = 28, reserved_concurrency = null }
    publisher  = { memory_mb = 1769, timeout_seconds = 60, reserved_concurrency = var.fanout.publisher_concurrency }
    fanout     = { memory_mb = 1769, timeout_seconds = 60, reserved_concurrency = null }
    graphql    = { memory_mb = 1024, timeout_seconds = 28, reserved_concurrency = null }
  }

  apps = toset([for app in keys(local.defaults) : app if app != "graphql" || var.http != null])

  reserved = { for app in local.apps : app => try(coalesce(local.overrides[app].reserved_concurrency), local.defaults[app].reserved_concurrency) }

  # Each environment gets an equal share, so that all of them together stay under what the stack may take.
  publishers       = coalesce(local.reserved["publisher"], -1) > 0 ? local.reserved["publisher"] : var.fanout.publisher_concurrency
  posts_per_second = floor(var.fanout.posts_per_second / (local.publishers + var.fanout.fanout_concurrency))

  connections_url = coalesce(var.websocket.connections_url, module.websocket_api.connections_url)

  # The functions read an empty value as unset: any origin. An empty list is said in a word.
  allowed_origins = contains(var.websocket.allow_origins, "*") ? null : coalesce(join(",", var.websocket.allow_origins), "none")

  # Exactly what each app's configuration reads, beside what is everyone's.
  environment = {
    connect = {
      TABLE_NAME      = local.names.table
      CONNECTIONS_URL = local.connections_url
      ALLOWED_ORIGINS = local.allowed_origins
    }
    message = {
      TABLE_NAME       = local.names.table
      EVENTS_TOPIC_ARN = local.events_arn
      CONNECTIONS_URL  = local.connections_url
    }
    disconnect = {
      TABLE_NAME       = local.names.table
      EVENTS_TOPIC_ARN = local.events_arn
    }
    publisher = {
      TABLE_NAME       = local.names.table
      CONNECTIONS_URL  = local.connections_url
      FANOUT_QUEUE_URL = aws_sqs_queue.fanout.url
      PARKED_QUEUE_URL = aws_sqs_queue.parked.url
      POSTS_PER_SECOND = tostring(local.posts_per_second)
    }
    fanout = {
      TABLE_NAME       = local.names.table
      CONNECTIONS_URL  = local.connections_url
      FANOUT_QUEUE_URL = aws_sqs_queue.fanout.url
      PARKED_QUEUE_URL = aws_sqs_queue.parked.url
      POSTS_PER_SECOND = tostring(local.posts_per_second)
    }
    graphql = {
      EVENTS_TOPIC_ARN = local.events_arn
    }
  }

  statement = {
    publish_events = {
      Sid      = "PublishEvents"
      Action   = ["sns:Publish"]
      Resource = [local.events_arn]
    }
    post_frames = {
      Sid    = "PostAndClose"
      Action = ["execute-api:ManageConnections"]
      Resource = [
        "${module.websocket_api.execution_arn}/${var.websocket.stage}/POST/@connections/*",
        "${module.websocket_api.execution_arn}/${var.websocket.stage}/DELETE/@connections/*",
      ]
    }
    hand_on = {
      Sid      = "HandOn"
      Action   = ["sqs:SendMessage"]
      Resource = [local.queue_arns["fanout"], local.queue_arns["parked"]]
    }
    deliver = {
      Sid      = "ReadAndDropSubscriptions"
      Action   = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:UpdateItem"]
      Resource = [local.table_arn]
    }
    find = {
      Sid      = "FindSubscribers"
      Action   = ["dynamodb:Query"]
      Resource = [local.index_arn]
    }
  }

  statements = {
    connect = [
      {
        Sid      = "RememberConnection"
        Action   = ["dynamodb:PutItem"]
        Resource = [local.table_arn]
      },
    ]
    message = [
      {
        Sid = "RememberSubscriptions"
        Action = [
          "dynamodb:BatchWriteItem",
          "dynamodb:DeleteItem",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:Query",
          "dynamodb:UpdateItem",
        ]
        Resource = [local.table_arn]
      },
      local.statement.publish_events,
      local.statement.post_frames,
    ]
    disconnect = [
      {
        Sid      = "ForgetConnection"
        Action   = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:Query"]
        Resource = [local.table_arn]
      },
      local.statement.publish_events,
    ]
    publisher = [
      local.statement.deliver,
      local.statement.find,
      local.statement.post_frames,
      local.statement.hand_on,
      {
        Sid      = "KeepFailedEvents"
        Action   = ["sqs:SendMessage"]
        Resource = [local.queue_arns["dead-publisher"]]
      },
    ]
    fanout = [
      local.statement.deliver,
      local.statement.find,
      local.statement.post_frames,
      local.statement.hand_on,
      {
        Sid      = "TakeTasks"
        Action   = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        Resource = [local.queue_arns["fanout"]]
      },
    ]
    graphql = [local.statement.publish_events]
  }

  overrides = { for app in local.apps : app => lookup(var.functions, app, null) }
}

module "function" {
  source   = "../function"
  for_each = local.apps

  app                     = each.key
  name                    = "${var.name}-${each.key}"
  artifact                = local.artifacts[each.key]
  runtime                 = var.runtime
  memory_mb               = try(coalesce(local.overrides[each.key].memory_mb), local.defaults[each.key].memory_mb)
  timeout_seconds         = local.timeouts[each.key]
  reserved_concurrency    = local.reserved[each.key]
  provisioned_concurrency = try(local.overrides[each.key].provisioned_concurrency, null)
  iam                     = var.iam
  vpc                     = var.vpc
  kms_key_arn             = var.kms_key_arn
  log_retention_days      = var.log_retention_days
  tags                    = var.tags

  environment = merge(
    { LOG_LEVEL = var.runtime.log_level, METRICS_NAMESPACE = local.metrics_namespace },
    local.environment[each.key],
    try(local.overrides[each.key].environment, {}),
  )

  statements = concat(local.statements[each.key], try(local.overrides[each.key].statements, []))
}

locals {
  timeouts = { for app in local.apps : app => try(coalesce(local.overrides[app].timeout_seconds), local.defaults[app].timeout_seconds) }
}
