locals {
  # The reference application's own variables; a function gets them only if its bundle verifies tokens.
  auth = var.auth == null ? {} : {
    AUTH_JWKS_URL = var.auth.jwks_url
    AUTH_ISSUER   = var.auth.issuer
    AUTH_AUDIENCE = var.auth.audience
  }

  functions = { for app in ["connect", "message", "graphql"] : app => { environment = local.auth } }
}

module "skein" {
  source = "../../modules/skein"

  name               = var.name
  artifacts          = { directory = "${path.module}/../../../dist" }
  log_retention_days = var.log_retention_days

  functions = local.functions
  runtime   = { log_level = "info", tracing = true }
  websocket = { allow_origins = var.allow_origins, connections_url = var.connections_url }
  http      = { allow_origins = var.allow_origins }
  table     = { deletion_protection = true, point_in_time_recovery = true }
  fanout    = { posts_per_second = 6000, publisher_concurrency = 10, fanout_concurrency = 5 }
  alarms    = { action_arns = var.alarm_action_arns }
}
