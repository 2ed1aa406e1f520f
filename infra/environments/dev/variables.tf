variable "name" {
  description = "Begins the name of everything that has one."
  type        = string
  default     = "skein-dev"
}

variable "log_retention_days" {
  description = "How long every log is kept, access logs too."
  type        = number
  default     = 7
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
