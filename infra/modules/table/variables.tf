variable "name" {
  description = "The table's name."
  type        = string
}

variable "settings" {
  description = "Deletion protection and point-in-time recovery."
  type = object({
    deletion_protection    = bool
    point_in_time_recovery = bool
  })
}

variable "kms_key_arn" {
  description = "A customer key for the table; null takes the key that DynamoDB owns."
  type        = string
}

variable "tags" {
  description = "Tags of the table."
  type        = map(string)
}
