variable "name" {
  description = "The API's name."
  type        = string
}

variable "stage" {
  description = "The stage's name: the last part of the URL."
  type        = string
}

variable "routes" {
  description = "Which function answers which route: the alias's ARN, its invocation ARN, and the names of function and alias."
  type = map(object({
    invoke_arn    = string
    function_name = string
    alias_name    = string
  }))

  validation {
    condition     = alltrue([for route in ["$connect", "$disconnect", "$default"] : contains(keys(var.routes), route)])
    error_message = "The routes $connect, $disconnect and $default are needed."
  }
}

variable "pong" {
  description = "What the route `ping` answers, without a function."
  type        = any
  default     = { type = "pong" }
}

variable "domain" {
  description = "A custom domain: its name, a certificate of the region, and the API mapping key (null maps the root). It closes the default endpoint."
  type = object({
    name            = string
    certificate_arn = string
    mapping_key     = optional(string)
  })
}

variable "authorizer" {
  description = "A REQUEST authorizer of $connect: the invocation ARN of its function, and where the credentials lie."
  type = object({
    invoke_arn       = string
    function_name    = string
    identity_sources = list(string)
  })
}

variable "throttle" {
  description = "Messages per second, and the burst, that the stage takes over all its routes."
  type = object({
    rate  = number
    burst = number
  })
}

variable "access_logs" {
  description = "Whether each request is logged. Needs the account's logging role (module account-logging)."
  type        = bool
}

variable "log_retention_days" {
  description = "How long the access log is kept."
  type        = number
}

variable "kms_key_arn" {
  description = "A customer key for the access log; null takes AWS's own."
  type        = string
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
}
