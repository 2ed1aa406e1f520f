# The adjacency list: rows of a connection lie under its id, and the index finds a topic's subscriptions.
resource "aws_dynamodb_table" "this" {
  # checkov:skip=CKV_AWS_28:Every row dies with its connection, within two hours; recovery is an option
  # checkov:skip=CKV_AWS_119:A customer key is an option; without one the table has the key that DynamoDB owns

  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = var.settings.deletion_protection
  tags                        = var.tags

  hash_key  = "connectionId"
  range_key = "id"

  attribute {
    name = "connectionId"
    type = "S"
  }

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "topic"
    type = "S"
  }

  # Only what a delivery needs: every byte here is read once per event and subscriber.
  global_secondary_index {
    name               = "byTopic"
    hash_key           = "topic"
    range_key          = "connectionId"
    projection_type    = "INCLUDE"
    non_key_attributes = ["ttl", "v", "m", "p", "d", "o", "a", "s", "e", "n", "c"]
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = var.settings.point_in_time_recovery
  }

  server_side_encryption {
    enabled     = var.kms_key_arn != null
    kms_key_arn = var.kms_key_arn
  }
}
