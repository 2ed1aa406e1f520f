import { useQuery } from '@apollo/client';
import { Component } from 'react';
import { COMMENTS_QUERY, COMMENTS_SUBSCRIPTION } from './documents.js';

export function CommentsPageWithData({ params }) {
  const { subscribeToMore, ...result } = useQuery(COMMENTS_QUERY, {
    variables: { postID: params.postID },
  });

  return (
    <CommentsPage
      {...result}
      subscribeToNewComments={() =>
        subscribeToMore({
          document: COMMENTS_SUBSCRIPTION,
          variables: { postID: params.postID },
          updateQuery: (prev, { subscriptionData }) => {
            if (!subscriptionData.data) return prev;
            const newFeedItem = subscriptionData.data.commentAdded;

            return Object.assign({}, prev, {
              post: {
                comments: [newFeedItem, ...prev.post.comments],
              },
            });
          },
        })
      }
    />
  );
}

class CommentsPage extends Component {
  componentDidMount() {
    this.props.subscribeToNewComments();
  }

  render() {
    const comments = this.props.data?.post.comments ?? [];
    return (
      <ul>
        {comments.map(({ id, content }) => (
          <li key={id}>{content}</li>
        ))}
      </ul>
    );
  }
}
