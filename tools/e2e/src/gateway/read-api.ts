import {
  type Authorizer as ApiAuthorizer,
  type ApiGatewayV2Client,
  type Integration as ApiIntegration,
  type Route as ApiRoute,
  GetApiCommand,
  GetAuthorizersCommand,
  GetIntegrationResponsesCommand,
  GetIntegrationsCommand,
  GetRouteResponsesCommand,
  GetRoutesCommand,
  GetStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import type { ApiDefinition, Integration, Route } from '@skein/local/data-plane';
import type { Aws } from '../aws/aws.ts';
import { functionOfUri, invokeFunction } from './invoke-function.ts';

/** Reads what Terraform made of a WebSocket API: routes, integrations, their responses and authorizers. */
export async function readApi(
  aws: Aws,
  { apiId, stage }: { readonly apiId: string; readonly stage: string },
): Promise<ApiDefinition> {
  const of = { ApiId: apiId };
  const [api, { DeploymentId }, routes, integrations, authorizers] = await Promise.all([
    aws.gateway.send(new GetApiCommand(of)),
    aws.gateway.send(new GetStageCommand({ ...of, StageName: stage })),
    aws.gateway.send(new GetRoutesCommand(of)),
    aws.gateway.send(new GetIntegrationsCommand(of)),
    aws.gateway.send(new GetAuthorizersCommand(of)),
  ]);
  if (!DeploymentId) throw new Error(`Stage ${stage} serves no deployment`);

  async function readRoute(route: ApiRoute): Promise<readonly [string, Route]> {
    const { RouteKey = '', RouteId, Target } = route;
    const id = Target?.replace('integrations/', '');
    const integration = integrations.Items?.find(({ IntegrationId }) => IntegrationId === id);
    if (integration === undefined) throw new Error(`Route ${RouteKey} has no integration`);
    const command = new GetRouteResponsesCommand({ ...of, RouteId });
    const { Items = [] } = await aws.gateway.send(command);
    const authorizer = authorizers.Items?.find(
      ({ AuthorizerId }) => AuthorizerId === route.AuthorizerId,
    );
    return [
      RouteKey,
      {
        integration: await readIntegration(aws, apiId, integration),
        routeResponse: Items.some(({ RouteResponseKey }) => RouteResponseKey === '$default'),
        ...(route.AuthorizationType === 'CUSTOM' && {
          authorizer: readAuthorizer(aws, authorizer),
        }),
      },
    ];
  }

  return {
    apiId,
    stage,
    routeSelectionExpression: api.RouteSelectionExpression ?? '',
    routes: Object.fromEntries(await Promise.all((routes.Items ?? []).map(readRoute))),
  };
}

async function readIntegration(
  aws: Aws,
  apiId: string,
  integration: ApiIntegration,
): Promise<Integration> {
  const { IntegrationType, IntegrationUri = '', TimeoutInMillis } = integration;
  if (IntegrationType === 'MOCK') return readMock(aws.gateway, apiId, integration);
  if (IntegrationType !== 'AWS_PROXY') throw new Error(`No ${IntegrationType} integration here`);
  const functionArn = functionOfUri(IntegrationUri);
  return {
    kind: 'lambda',
    invoke: (event) => invokeFunction(aws.lambda, functionArn, event),
    ...(TimeoutInMillis !== undefined && { timeoutMs: TimeoutInMillis }),
  };
}

async function readMock(
  gateway: ApiGatewayV2Client,
  apiId: string,
  integration: ApiIntegration,
): Promise<Integration> {
  const { IntegrationId, RequestTemplates, TemplateSelectionExpression } = integration;
  const { Items = [] } = await gateway.send(
    new GetIntegrationResponsesCommand({ ApiId: apiId, IntegrationId }),
  );
  return {
    kind: 'mock',
    requestTemplates: RequestTemplates ?? {},
    ...selection(TemplateSelectionExpression),
    responses: Items.map((response) => ({
      key: response.IntegrationResponseKey ?? '$default',
      templates: response.ResponseTemplates ?? {},
      ...selection(response.TemplateSelectionExpression),
    })),
  };
}

function selection(templateSelectionExpression: string | undefined) {
  return templateSelectionExpression ? { templateSelectionExpression } : {};
}

function readAuthorizer(aws: Aws, authorizer: ApiAuthorizer | undefined) {
  if (authorizer === undefined) throw new Error('A CUSTOM route names no authorizer of its API');
  const functionArn = functionOfUri(authorizer.AuthorizerUri ?? '');
  return {
    identitySources: authorizer.IdentitySource ?? [],
    invoke: (event: unknown) => invokeFunction(aws.lambda, functionArn, event),
  };
}
