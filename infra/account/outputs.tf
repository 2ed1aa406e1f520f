output "role_arn" {
  description = "The role with which API Gateway writes logs."
  value       = module.account_logging.role_arn
}
