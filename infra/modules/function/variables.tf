variable "app" {
  description = "The name of the Lambda's folder in apps/, which is also the name of its zip."
  type        = string
}

variable "name" {
  description = "The function's full name."
  type        = string
}

variable "artifact" {
  description = "The zip: a local file (`path`), or an object in a bucket (`bucket` and `key`); and its SHA-256 in hex."
  type = object({
    sha256 = string
    path   = optional(string)
    bucket = optional(string)
    key    = optional(string)
  })

  validation {
    condition     = (var.artifact.path == null) != (var.artifact.bucket == null || var.artifact.key == null)
    error_message = "Give either path, or bucket and key."
  }
}

variable "runtime" {
  description = "Lambda's runtime and architecture, and X-Ray tracing."
  type = object({
    name         = string
    architecture = string
    tracing      = bool
  })
}

variable "memory_mb" {
  description = "Memory in MB; CPU grows with it (one vCPU at 1,769 MB)."
  type        = number
}

variable "timeout_seconds" {
  description = "After how many seconds Lambda ends an invocation."
  type        = number
}

variable "reserved_concurrency" {
  description = "How many environments may run at once, reserved for this function; null or -1 shares the account's."
  type        = number
  default     = null
}

variable "provisioned_concurrency" {
  description = "How many environments are kept initialised; null keeps none."
  type        = number
  default     = null
}

variable "environment" {
  description = "The function's variables; null values are left out."
  type        = map(string)
}

variable "statements" {
  description = "IAM statements of the function's role, beside writing its own log."
  type = list(object({
    Sid       = optional(string)
    Effect    = optional(string, "Allow")
    Action    = list(string)
    Resource  = list(string)
    Condition = optional(map(map(list(string))))
  }))
}

variable "iam" {
  description = "Path and permissions boundary of the role."
  type = object({
    role_path                = string
    permissions_boundary_arn = string
  })
}

variable "vpc" {
  description = "Subnets and security groups of the function; null runs it outside a VPC."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
}

variable "kms_key_arn" {
  description = "A customer key for variables and logs; null takes AWS's own."
  type        = string
}

variable "log_retention_days" {
  description = "How long the function's log is kept."
  type        = number
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
}
