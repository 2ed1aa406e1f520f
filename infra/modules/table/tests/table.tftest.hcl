mock_provider "aws" {
  source = "../mocks"
}

variables {
  name        = "skein-test-connections"
  settings    = { deletion_protection = true, point_in_time_recovery = true }
  kms_key_arn = null
  tags        = { team = "chat" }
}

run "protected_and_without_a_key" {
  assert {
    condition     = aws_dynamodb_table.this.billing_mode == "PAY_PER_REQUEST"
    error_message = "The table is on demand."
  }

  assert {
    condition     = aws_dynamodb_table.this.ttl[0].attribute_name == "ttl" && aws_dynamodb_table.this.ttl[0].enabled
    error_message = "Rows end by themselves."
  }

  assert {
    condition     = aws_dynamodb_table.this.tags == tomap({ team = "chat" })
    error_message = "The table bears the tags."
  }

  assert {
    condition     = aws_dynamodb_table.this.deletion_protection_enabled && aws_dynamodb_table.this.point_in_time_recovery[0].enabled
    error_message = "Deletion protection and recovery are settings."
  }

  assert {
    condition     = [for index in aws_dynamodb_table.this.global_secondary_index : [index.name, index.hash_key, index.range_key, index.projection_type]] == [["byTopic", "topic", "connectionId", "INCLUDE"]]
    error_message = "There is one index, and it does not project whole rows."
  }

  # `session` and `operations` of a connection are as long as the application makes them.
  assert {
    condition     = alltrue(flatten([for index in aws_dynamodb_table.this.global_secondary_index : [for name in index.non_key_attributes : length(name) <= 3]]))
    error_message = "The index projects short attributes alone."
  }

  assert {
    condition     = !aws_dynamodb_table.this.server_side_encryption[0].enabled
    error_message = "`enabled = false` is the key that DynamoDB owns: the table is encrypted all the same."
  }
}

run "unprotected_and_with_a_key" {
  variables {
    settings    = { deletion_protection = false, point_in_time_recovery = false }
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1"
  }

  assert {
    condition     = !aws_dynamodb_table.this.deletion_protection_enabled && !aws_dynamodb_table.this.point_in_time_recovery[0].enabled
    error_message = "Deletion protection and recovery are settings."
  }

  assert {
    condition     = aws_dynamodb_table.this.server_side_encryption[0].enabled && aws_dynamodb_table.this.server_side_encryption[0].kms_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/1"
    error_message = "The key is the customer's."
  }
}
