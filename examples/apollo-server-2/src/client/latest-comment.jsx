import { useSubscription } from '@apollo/client';
import { COMMENTS_SUBSCRIPTION } from './documents.js';

export function LatestComment({ postID }) {
  const { data, loading } = useSubscription(COMMENTS_SUBSCRIPTION, { variables: { postID } });
  return <h4>New comment: {!loading && data.commentAdded.content}</h4>;
}
