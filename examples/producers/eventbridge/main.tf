resource "aws_cloudwatch_event_rule" "comments" {
  name = "comments-to-skein"

  event_pattern = jsonencode({
    source      = ["com.example.forge"]
    detail-type = ["CommentAdded"]
  })
}

resource "aws_cloudwatch_event_target" "skein" {
  rule = aws_cloudwatch_event_rule.comments.name
  arn  = var.events_topic_arn

  input_transformer {
    input_paths = {
      id      = "$.id"
      time    = "$.time"
      comment = "$.detail"
    }
    input_template = "{\"topic\": \"COMMENT_ADDED\", \"payload\": <comment>, \"id\": <id>, \"time\": <time>}"
  }
}

variable "events_topic_arn" {
  description = "Output `events_topic_arn` of the Skein stack."
  type        = string
}
