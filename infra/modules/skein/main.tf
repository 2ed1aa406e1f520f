data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name

  # Names instead of references shorten the chain of an apply: queues and functions are made side by side.
  names = {
    table  = "${var.name}-connections"
    events = "${var.name}-events"
    queues = { for queue in ["fanout", "parked", "dead-subscription", "dead-publisher", "dead-fanout"] : queue => "${var.name}-${queue}" }
  }
  table_arn  = "arn:${local.partition}:dynamodb:${local.region}:${local.account}:table/${local.names.table}"
  index_arn  = "${local.table_arn}/index/byTopic"
  events_arn = "arn:${local.partition}:sns:${local.region}:${local.account}:${local.names.events}"
  queue_arns = { for queue, name in local.names.queues : queue => "arn:${local.partition}:sqs:${local.region}:${local.account}:${name}" }
}

module "table" {
  source = "../table"

  name        = local.names.table
  settings    = var.table
  kms_key_arn = var.kms_key_arn
  tags        = var.tags
}

module "websocket_api" {
  source = "../websocket-api"

  name               = "${var.name}-websocket"
  stage              = var.websocket.stage
  domain             = var.websocket.domain
  authorizer         = var.websocket.authorizer
  throttle           = var.websocket.throttle
  access_logs        = var.websocket.access_logs
  log_retention_days = var.log_retention_days
  kms_key_arn        = var.kms_key_arn
  tags               = var.tags

  routes = {
    for route, app in { "$connect" = "connect", "$disconnect" = "disconnect", "$default" = "message" } : route => {
      invoke_arn                   = module.function[app].invoke_arn
      function_name                = module.function[app].name
      alias_name                   = module.function[app].alias_name
    }
  }
}

module "http_api" {
  source = "../http-api"
  count  = var.http == null ? 0 : 1

  name               = "${var.name}-http"
  cors               = var.http
  throttle           = var.http.throttle
  access_logs        = var.http.access_logs
  log_retention_days = var.log_retention_days
  kms_key_arn        = var.kms_key_arn
  tags               = var.tags

  function = {
    invoke_arn    = module.function["graphql"].invoke_arn
    function_name = module.function["graphql"].name
    alias_name    = module.function["graphql"].alias_name
  }
}
