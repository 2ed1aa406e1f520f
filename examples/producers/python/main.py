import os

from events import complete, publish, publish_all

topic_arn = os.environ["EVENTS_TOPIC_ARN"]


def comment(number):
    return {
        "id": str(number),
        "repositoryName": "apollo/client",
        "author": "Ada",
        "content": f"From Python, {number}",
    }


publish(topic_arn, "COMMENT_ADDED", comment(1), id="comment-1-added")
publish_all(topic_arn, "COMMENT_ADDED", [comment(number) for number in range(2, 14)])
complete(topic_arn, "COMMENT_ADDED", repositoryName="apollo/client")
