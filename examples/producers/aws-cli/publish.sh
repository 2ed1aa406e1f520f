aws sns publish --topic-arn "$EVENTS_TOPIC_ARN" --message file://events/comment-added.json
aws sns publish --topic-arn "$EVENTS_TOPIC_ARN" --message file://events/complete.json
aws sns publish-batch --topic-arn "$EVENTS_TOPIC_ARN" --publish-batch-request-entries file://events/batch.json
