variable "name" {
  description = "The name of the role with which API Gateway writes logs."
  type        = string
  default     = "apigateway-logs"
}

variable "permissions_boundary_arn" {
  description = "A permissions boundary for the role."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the role."
  type        = map(string)
  default     = {}
}
