aws events put-rule --name comments-to-skein --event-pattern file://eventbridge/pattern.json
aws events put-targets --rule comments-to-skein \
  --targets "$(sed "s|EVENTS_TOPIC_ARN|$EVENTS_TOPIC_ARN|" eventbridge/targets.json)"
