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

  # New accounts may run few environments at once, too few to reserve any.
  functions = merge(local.functions, { publisher = { reserved_concurrency = -1 } })
  runtime   = { log_level = "debug" }
  websocket = {
    allow_origins   = var.allow_origins
    connections_url = var.connections_url
    access_logs     = false
    throttle        = { rate = 200, burst = 100 }
  }
  http   = { allow_origins = var.allow_origins, access_logs = false, throttle = { rate = 100, burst = 50 } }
  table  = { deletion_protection = false, point_in_time_recovery = false }
  fanout = { posts_per_second = 1000, publisher_concurrency = 5, fanout_concurrency = 2 }
  alarms = length(var.alarm_action_arns) == 0 ? null : { action_arns = var.alarm_action_arns }
}
