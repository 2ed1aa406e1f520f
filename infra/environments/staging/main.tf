locals {
  # The reference application's own variables; a function gets them only if its bundle verifies tokens.
  auth = var.auth == null ? {} : {
    AUTH_JWKS_URL = var.auth.jwks_url
    AUTH_ISSUER   = var.auth.issuer
    AUTH_AUDIENCE = var.auth.audience
  }
}

module "skein" {
  source = "../../modules/skein"

  name               = var.name
  artifacts          = { directory = "${path.module}/../../../dist" }
  functions          = { for app in ["connect", "message", "graphql"] : app => { environment = local.auth } }
  log_retention_days = var.log_retention_days
  runtime            = { log_level = "info", tracing = true }
  websocket          = { connections_url = var.connections_url }
  http               = { allow_origins = ["*"] }
  table              = { deletion_protection = false, point_in_time_recovery = true }
  alarms             = {}
}
