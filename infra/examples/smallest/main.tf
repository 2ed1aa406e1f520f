# All that is needed: a name, and where the zips are. Everything else has a default that was chosen for production.
module "skein" {
  source = "../../modules/skein"

  name      = "smallest"
  artifacts = { directory = "${path.module}/../../../dist" }

  # So that `terraform destroy` works; leave it out where subscriptions matter.
  table = { deletion_protection = false }
}

output "websocket_url" {
  description = "Where clients connect."
  value       = module.skein.websocket_url
}

output "graphql_url" {
  description = "Where queries and mutations are posted."
  value       = module.skein.graphql_url
}

# For the producer's stack: terraform output -json > ../producer/skein.json
output "events_topic_arn" {
  description = "The SNS topic that events are announced on."
  value       = module.skein.events_topic_arn
}

output "producer_policy_json" {
  description = "What a producer may do."
  value       = module.skein.producer_policy_json
}
