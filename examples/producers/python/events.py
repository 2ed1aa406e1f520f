"""Publishes events: pip install boto3."""

import json

import boto3

BATCH = 10

sns = boto3.client("sns")


def publish(topic_arn, topic, payload, **members):
    """Announces one event; `id` and `time` are further members."""
    message = json.dumps({"topic": topic, "payload": payload, **members})
    sns.publish(TopicArn=topic_arn, Message=message)


def complete(topic_arn, topic, **keys):
    """Ends the subscriptions that gave exactly these keys."""
    sns.publish(TopicArn=topic_arn, Message=json.dumps({"topic": topic, "complete": keys}))


def publish_all(topic_arn, topic, payloads):
    """Announces many events, ten with each call. Raises if SNS took some of them only."""
    for start in range(0, len(payloads), BATCH):
        entries = [
            {"Id": str(number), "Message": json.dumps({"topic": topic, "payload": payload})}
            for number, payload in enumerate(payloads[start : start + BATCH])
        ]
        answer = sns.publish_batch(TopicArn=topic_arn, PublishBatchRequestEntries=entries)
        if answer["Failed"]:
            raise RuntimeError(f"SNS refused {len(answer['Failed'])} events: {answer['Failed']}")
