package main

import (
	"context"
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

// Publishes to the emulator that AWS_ENDPOINT_URL names, which SDKs before November 2023 do not look at.
func TestAnnounce(t *testing.T) {
	ctx := context.Background()
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		t.Fatal(err)
	}
	emulator := sns.WithEndpointResolver(sns.EndpointResolverFromURL(os.Getenv("AWS_ENDPOINT_URL")))
	client := sns.NewFromConfig(settings, emulator)
	if err := announce(ctx, client, os.Getenv("EVENTS_TOPIC_ARN")); err != nil {
		t.Fatal(err)
	}
}
