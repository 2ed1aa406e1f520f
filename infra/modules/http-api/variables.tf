variable "name" {
  description = "The API's name."
  type        = string
}

variable "function" {
  description = "The function that answers: the alias's invocation ARN, and the names of function and alias."
  type = object({
    invoke_arn    = string
    function_name = string
    alias_name    = string
  })
}

variable "cors" {
  description = "Which origins may call from a browser; an empty list allows none."
  type = object({
    allow_origins = list(string)
    allow_headers = list(string)
    max_age       = number
  })
}

variable "throttle" {
  description = "Requests per second, and the burst, that the stage takes."
  type = object({
    rate  = number
    burst = number
  })
}

variable "access_logs" {
  description = "Whether each request is logged."
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
