output "name" {
  description = "The function's name."
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "The function's ARN, without a qualifier."
  value       = aws_lambda_function.this.arn
}

output "alias_name" {
  description = "The alias that integrations invoke."
  value       = aws_lambda_alias.this.name
}

output "alias_arn" {
  description = "The alias's ARN."
  value       = aws_lambda_alias.this.arn
}

output "invoke_arn" {
  description = "The alias's invocation ARN, for API Gateway."
  value       = aws_lambda_alias.this.invoke_arn
}

output "policy_json" {
  description = "The policy of the function's role."
  value       = aws_iam_role_policy.this.policy
}

output "environment" {
  description = "The function's variables."
  value       = aws_lambda_function.this.environment[0].variables
}

output "log_group_name" {
  description = "The function's log group."
  value       = aws_cloudwatch_log_group.this.name
}
