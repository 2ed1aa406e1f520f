output "websocket_url" {
  description = "Where clients connect."
  value       = module.skein.websocket_url
}

output "connections_url" {
  description = "The functions' CONNECTIONS_URL."
  value       = module.skein.connections_url
}

output "graphql_url" {
  description = "Where queries and mutations are posted."
  value       = module.skein.graphql_url
}

output "api_id" {
  description = "The WebSocket API's id."
  value       = module.skein.api_id
}

output "stage" {
  description = "The WebSocket API's stage."
  value       = module.skein.stage
}

output "events_topic_arn" {
  description = "The SNS topic that events are announced on."
  value       = module.skein.events_topic_arn
}

output "table_name" {
  description = "The table of connections and subscriptions."
  value       = module.skein.table_name
}

output "function_names" {
  description = "The functions' names, by app."
  value       = module.skein.function_names
}

output "dead_letter_queue_urls" {
  description = "Queues of what was not delivered, by what went wrong."
  value       = module.skein.dead_letter_queue_urls
}
