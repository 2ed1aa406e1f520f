output "role_arn" {
  description = "The role with which API Gateway writes logs."
  value       = aws_iam_role.this.arn
}
