/** What the documentation leaves to the reader: a token is valid if it is `token-of-<name>`. */
export const validateToken = async (authToken) => {
  const [, name] = /^token-of-(\w+)$/.exec(authToken) ?? [];
  if (name === undefined) throw new Error('Invalid auth token!');
  return { name };
};

export const findUser = (_authToken) => (tokenValidationResult) => ({
  id: tokenValidationResult.name,
});
