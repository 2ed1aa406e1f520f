import type { ApiDefinition, LambdaIntegration, Route } from './data-plane/index.ts';
import type { LambdaFunction } from './lambda-host/index.ts';

/** The WebSocket API of the local system: the routes that are deployed on AWS, a constant pong included. */
export function localApi(functions: {
  readonly connect: LambdaFunction;
  readonly message: LambdaFunction;
  readonly disconnect: LambdaFunction;
}): ApiDefinition {
  return {
    apiId: 'local',
    stage: 'local',
    routeSelectionExpression: '$request.body.type',
    routes: {
      $connect: oneWay(functions.connect),
      $disconnect: oneWay(functions.disconnect),
      $default: oneWay(functions.message),
      ping: {
        integration: {
          kind: 'mock',
          requestTemplates: { $default: '{"statusCode":200}' },
          responses: [{ key: '$default', templates: { $default: '{"type":"pong"}' } }],
        },
        routeResponse: true,
      },
    },
  };
}

function oneWay(target: LambdaFunction): Route {
  return { integration: lambdaIntegration(target), routeResponse: false };
}

/** A function of the Lambda host as an integration: one that fails rejects. */
function lambdaIntegration(target: LambdaFunction): LambdaIntegration {
  return {
    kind: 'lambda',
    invoke: async (event) => {
      const outcome = await target.invoke(event);
      if (outcome.ok) return outcome.payload;
      throw new Error(`${target.name}: ${outcome.error.errorMessage}`);
    },
  };
}
