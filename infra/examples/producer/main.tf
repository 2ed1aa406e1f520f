# Another team's stack. All that it knows of Skein are two outputs: the topic, and a policy that allows to publish to it.
variable "events_topic_arn" {
  description = "Output `events_topic_arn` of the Skein stack."
  type        = string
}

variable "producer_policy_json" {
  description = "Output `producer_policy_json` of the Skein stack."
  type        = string
}

# A role of theirs: a container that creates posts, say.
resource "aws_iam_role" "posts" {
  name = "posts"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "ecs-tasks.amazonaws.com" }
      },
    ]
  })
}

resource "aws_iam_role_policy" "publish" {
  name   = "publish-events"
  role   = aws_iam_role.posts.id
  policy = var.producer_policy_json
}

output "how_to_publish" {
  description = "What the container does, as a command."
  value       = "aws sns publish --topic-arn ${var.events_topic_arn} --message '{\"topic\": \"POST_CREATED\", \"payload\": {\"id\": \"1\", \"author\": \"a\", \"comment\": \"hello\", \"createdAt\": \"2026-01-01T00:00:00Z\"}}'"
}
