import { randomUUID } from 'node:crypto';
import { type GraphqlRequest, unique } from '../target/target.ts';

/** Subscribes to a repository's comments, under a name that no other operation has. */
export function commentAdded(repoFullName: string): GraphqlRequest {
  const operationName = unique('CommentAdded');
  return {
    operationName,
    query: `subscription ${operationName}($repository: String!) {
      commentAdded(repoFullName: $repository) { id repositoryName content }
    }`,
    variables: { repository: repoFullName },
  };
}

export function messageReceived(): GraphqlRequest {
  const operationName = unique('MessageReceived');
  return {
    operationName,
    query: `subscription ${operationName} { messageReceived { id from to text } }`,
  };
}

export function addComment(repoFullName: string, content: string): GraphqlRequest {
  return {
    operationName: 'AddComment',
    query: `mutation AddComment($repository: String!, $content: String!) {
      addComment(repoFullName: $repository, author: "ada", content: $content) { id content }
    }`,
    variables: { repository: repoFullName, content },
  };
}

export function sendMessage(to: string, text: string): GraphqlRequest {
  return {
    operationName: 'SendMessage',
    query: `mutation SendMessage($to: ID!, $text: String!) {
      sendMessage(to: $to, text: $text) { id }
    }`,
    variables: { to, text },
  };
}

/** The payload of `COMMENT_ADDED`. */
export function comment(repositoryName: string, content: string) {
  const createdAt = new Date().toISOString();
  return { id: randomUUID(), repositoryName, author: 'ada', content, createdAt };
}
