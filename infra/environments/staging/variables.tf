variable "name" {
  description = "Begins the name of everything that has one."
  type        = string
  default     = "skein-staging"
}

variable "log_retention_days" {
  description = "How long every log is kept, access logs too."
  type        = number
  default     = 30
}

variable "connections_url" {
  description = "Another data plane's @connections endpoint, up to and without /@connections; null derives API Gateway's."
  type        = string
  default     = null
}

variable "auth" {
  description = "Where token keys come from, and what is required of a token; null admits anonymous callers only."
  type = object({
    jwks_url = string
    issuer   = string
    audience = string
  })
  default = null
}

variable "allow_origins" {
  description = "Origins whose pages may connect, and post queries and mutations; an empty list allows no page, only programs."
  type        = list(string)
  default     = ["*"]
}

variable "alarm_action_arns" {
  description = "SNS topics of the operators, which alarms go to."
  type        = list(string)
  default     = []
}
