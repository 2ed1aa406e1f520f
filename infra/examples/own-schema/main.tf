# In a repository of your own: your apps/, your zips, and this. `zips` is where `skein bundle` wrote them.
variable "name" {
  description = "Begins the name of everything."
  type        = string
  default     = "chat"
}

variable "zips" {
  description = "The folder of your zips and their manifest.json."
  type        = string
}

variable "orders_table_arn" {
  description = "A table of yours that resolvers read."
  type        = string
}

module "skein" {
  source = "../../modules/skein" # or a Git address with a tag

  name      = var.name
  artifacts = { directory = var.zips }
  table     = { deletion_protection = false }
  http      = { allow_origins = ["https://chat.example.com"] }

  # What your resolvers need, and nobody else: `message` and `graphql` run queries and mutations, `publisher` and `fanout`
  # resolve the fields of what is delivered.
  functions = {
    for app in ["message", "graphql", "publisher", "fanout"] : app => {
      environment = { ORDERS_TABLE_ARN = var.orders_table_arn }
      statements  = [{ Sid = "ReadOrders", Action = ["dynamodb:GetItem"], Resource = [var.orders_table_arn] }]
    }
  }
}

output "websocket_url" {
  description = "Where clients connect."
  value       = module.skein.websocket_url
}

output "graphql_url" {
  description = "Where queries and mutations are posted."
  value       = module.skein.graphql_url
}

output "events_topic_arn" {
  description = "The SNS topic that events are announced on."
  value       = module.skein.events_topic_arn
}

output "function_names" {
  description = "The functions' names, by app."
  value       = module.skein.function_names
}
