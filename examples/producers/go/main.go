// Publishes an event: go get github.com/aws/aws-sdk-go-v2/config github.com/aws/aws-sdk-go-v2/service/sns
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

// Event announces what happened.
type Event struct {
	Topic   string `json:"topic"`
	Payload any    `json:"payload"`
	ID      string `json:"id,omitempty"`
	Time    string `json:"time,omitempty"`
}

// Completion ends the subscriptions that gave exactly these keys; an empty map is those that gave none.
type Completion struct {
	Topic    string            `json:"topic"`
	Complete map[string]string `json:"complete"`
}

// Comment is the payload of COMMENT_ADDED.
type Comment struct {
	ID             string `json:"id"`
	RepositoryName string `json:"repositoryName"`
	Author         string `json:"author"`
	Content        string `json:"content"`
}

func publish(ctx context.Context, client *sns.Client, topicArn string, event any) error {
	message, err := json.Marshal(event)
	if err != nil {
		return err
	}
	_, err = client.Publish(ctx, &sns.PublishInput{
		TopicArn: aws.String(topicArn),
		Message:  aws.String(string(message)),
	})
	return err
}

func announce(ctx context.Context, client *sns.Client, topicArn string) error {
	event := Event{
		Topic:   "COMMENT_ADDED",
		Payload: Comment{ID: "1", RepositoryName: "apollo/client", Author: "Ada", Content: "From Go"},
	}
	if err := publish(ctx, client, topicArn, event); err != nil {
		return err
	}
	return publish(ctx, client, topicArn, Completion{
		Topic:    "COMMENT_ADDED",
		Complete: map[string]string{"repositoryName": "apollo/client"},
	})
}

func main() {
	ctx := context.Background()
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	client := sns.NewFromConfig(settings)
	if err := announce(ctx, client, os.Getenv("EVENTS_TOPIC_ARN")); err != nil {
		log.Fatal(err)
	}
}
