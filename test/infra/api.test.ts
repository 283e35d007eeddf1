// The HTTP API before the doors: routes, throttle, log, browser access, own domain.
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { routes } from '../../src/doors.ts';
import { production, synthesize } from './synthesize.ts';

const certificateArn = 'arn:aws:acm:eu-west-1:111111111111:certificate/1';
const ownDomain = { 'stage:domainName': 'dossier.example.org', 'stage:certificateArn': certificateArn };

/** `GET /path -> logical id of the function`, by way of the route's integration. */
const routesOf = (template: Template): Map<string, string> => {
  const integrations = template.findResources('AWS::ApiGatewayV2::Integration');
  return new Map(
    Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => {
      const integration = integrations[Properties.Target['Fn::Join'][1][1].Ref];
      return [Properties.RouteKey, integration?.Properties.IntegrationUri['Fn::GetAtt'][0]];
    }),
  );
};

test('has exactly the routes of src/doors.ts, each leading to its door', () => {
  const made = routesOf(production);
  expect([...made.keys()].sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  for (const { method, path, door } of routes) {
    expect(made.get(`${method} ${path}`)).toMatch(new RegExp(`^Door${door.replace('-', '')}Function`));
  }
});

test('speaks payload format 2.0 to the doors', () => {
  production.allResourcesProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationType: 'AWS_PROXY',
    PayloadFormatVersion: '2.0',
  });
});

test('may call a door on the routes of that door only', () => {
  production.resourceCountIs('AWS::Lambda::Permission', routes.length);
  production.allResourcesProperties('AWS::Lambda::Permission', {
    Principal: 'apigateway.amazonaws.com',
    SourceArn: Match.anyValue(),
  });
});

test('throttles as the stage says', () => {
  production.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    StageName: '$default',
    DefaultRouteSettings: {
      ThrottlingRateLimit: 500,
      ThrottlingBurstLimit: 1000,
      DetailedMetricsEnabled: true,
    },
  });
});

test('takes fewer requests for tokens than others, once the route is there', () => {
  const [live] = Object.values(production.findResources('AWS::ApiGatewayV2::Stage'));
  expect(live?.Properties.RouteSettings).toEqual({
    'POST /auth/token': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100, DetailedMetricsEnabled: true },
  });
  const [route] = Object.keys(
    production.findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: 'POST /auth/token' } }),
  );
  expect(live?.DependsOn).toContain(route);
});

test('logs the route of a request, never its path, query string, address or headers', () => {
  const [live] = Object.values(production.findResources('AWS::ApiGatewayV2::Stage'));
  const fields = Object.values(JSON.parse(live?.Properties.AccessLogSettings.Format));
  expect(fields.sort()).toEqual([
    '$context.integration.integrationStatus',
    '$context.integration.latency',
    '$context.protocol',
    '$context.requestId',
    '$context.requestTime',
    '$context.responseLatency',
    '$context.responseLength',
    '$context.routeKey',
    '$context.status',
  ]);
});

test('lets no web page in unless its origin is named', () => {
  production.hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
  synthesize({ 'stage:allowedOrigins': 'https://a.example.org,https://b.example.org' }).hasResourceProperties(
    'AWS::ApiGatewayV2::Api',
    {
      CorsConfiguration: {
        AllowOrigins: ['https://a.example.org', 'https://b.example.org'],
        AllowCredentials: Match.absent(),
      },
    },
  );
});

test('answers on its own domain alone when it has one, and the doors say so', () => {
  const template = synthesize(ownDomain);
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
  template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
    DomainName: 'dossier.example.org',
    DomainNameConfigurations: [{ CertificateArn: certificateArn, SecurityPolicy: 'TLS_1_2' }],
  });
  template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
  template.allResourcesProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ PUBLIC_URL: 'https://dossier.example.org' }) },
  });
});
