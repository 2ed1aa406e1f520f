# Clients connect to wss://<domain_name>/v1. The API's own endpoint is closed, so that there is one way in; the functions
# post to https://<domain_name>/v1 as well.
variable "domain_name" {
  description = "For example ws.example.com."
  type        = string
}

variable "zone_id" {
  description = "The Route 53 zone that the name lies in."
  type        = string
}

resource "aws_acm_certificate" "this" {
  domain_name       = var.domain_name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each = { for option in aws_acm_certificate.this.domain_validation_options : option.domain_name => option }

  zone_id         = var.zone_id
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  ttl             = 60
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

module "skein" {
  source = "../../modules/skein"

  name      = "custom-domain"
  artifacts = { directory = "${path.module}/../../../dist" }
  table     = { deletion_protection = false }

  websocket = {
    domain = {
      name            = var.domain_name
      certificate_arn = aws_acm_certificate_validation.this.certificate_arn
      mapping_key     = "v1"
    }
  }
}

resource "aws_route53_record" "this" {
  zone_id = var.zone_id
  name    = var.domain_name
  type    = "A"

  alias {
    name                   = module.skein.domain.target_domain_name
    zone_id                = module.skein.domain.hosted_zone_id
    evaluate_target_health = false
  }
}

output "websocket_url" {
  description = "Where clients connect."
  value       = module.skein.websocket_url
}

output "connections_url" {
  description = "Where the functions post."
  value       = module.skein.connections_url
}
