output "api_id" {
  description = "The API's id."
  value       = aws_apigatewayv2_api.this.id
}

output "graphql_url" {
  description = "Where queries and mutations are posted."
  value       = "${aws_apigatewayv2_api.this.api_endpoint}/graphql"
}
