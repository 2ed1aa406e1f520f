// A REQUEST authorizer of $connect: API Gateway invokes it with the headers and the query of the upgrade. It is not invoked,
// and the client gets 401, where the identity source (`?ticket=`) is missing; where it denies, the client gets 403.
const viewers = new Map(Object.entries(JSON.parse(process.env.VIEWERS ?? '{}')));

export const handler = async ({ queryStringParameters, methodArn }) => {
  const viewer = viewers.get(queryStringParameters?.ticket);
  return {
    principalId: viewer ?? 'nobody',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: viewer === undefined ? 'Deny' : 'Allow',
          Resource: methodArn,
        },
      ],
    },
    // `authenticate` finds it in `request.authorizer`.
    context: { viewer: viewer ?? '' },
  };
};
