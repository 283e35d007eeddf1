// The HTTP API: the routes of src/doors.ts, a throttle, and an access log that names routes, never paths.
import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  CfnStage,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpMethod,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Door, Route } from '../src/doors.ts';
import type { Stage } from './stage.ts';

/** The path and the query string hold identifiers of children, so the log has the route's own key instead. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    routeKey: '$context.routeKey',
    status: '$context.status',
    protocol: '$context.protocol',
    responseLength: '$context.responseLength',
    latency: '$context.responseLatency',
    integrationStatus: '$context.integration.integrationStatus',
    integrationLatency: '$context.integration.latency',
  }),
);

const tokenPath = '/auth/token';

const preflight = (allowOrigins: string[]) => ({
  allowOrigins,
  allowMethods: [CorsHttpMethod.ANY],
  allowHeaders: [
    'authorization',
    'content-type',
    'if-match',
    'if-none-exist',
    'prefer',
    'content-encoding',
    'x-security-context',
  ],
  exposeHeaders: [
    'etag',
    'last-modified',
    'location',
    'content-location',
    'x-progress',
    'expires',
    'retry-after',
    'x-request-id',
    'content-disposition',
    'x-security-context',
  ],
  maxAge: Duration.hours(1),
});

export class DossierApi extends Construct {
  readonly api: HttpApi;
  readonly live: HttpStage;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Where the DNS record of the own domain must point; absent without one. */
  readonly domainTarget?: string;

  private readonly stage: Stage;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.stage = stage;
    this.api = new HttpApi(this, 'Http', {
      description: `Vroegdossier ${stage.name}`,
      createDefaultStage: false,
      disableExecuteApiEndpoint: stage.domain !== undefined,
      corsPreflight: stage.allowedOrigins.length > 0 ? preflight(stage.allowedOrigins) : undefined,
    });
    const log = new LogGroup(this, 'AccessLog', { retention: stage.logRetentionDays });
    this.live = new HttpStage(this, 'Live', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: { rateLimit: stage.throttle.requestsPerSecond, burstLimit: stage.throttle.burst },
      detailedMetricsEnabled: true,
      accessLogSettings: { destination: new LogGroupLogDestination(log), format: accessLogFormat },
    });
    this.publicUrl = stage.domain ? `https://${stage.domain.name}` : this.api.apiEndpoint;
    if (stage.domain) this.domainTarget = this.answerOn(stage.domain);
  }

  route(routes: readonly Route[], doors: ReadonlyMap<Door, IFunction>): void {
    const integrations = new Map(
      [...doors].map(([name, handler]) => [name, new HttpLambdaIntegration(name, handler)]),
    );
    for (const { method, path, door } of routes) {
      const integration = integrations.get(door);
      if (!integration)
        throw new Error(`route ${method} ${path} leads to the door ${door}, which is not there`);
      const made = this.api.addRoutes({ path, methods: [HttpMethod[method]], integration });
      if (path === tokenPath) this.holdBack(made);
    }
  }

  /** Nobody is known yet where tokens are asked for, and checking signatures is work: that route takes less than the others. */
  private holdBack(made: readonly HttpRoute[]): void {
    const { tokensPerSecond } = this.stage.throttle;
    const live = this.live.node.defaultChild;
    if (!(live instanceof CfnStage)) throw new Error('the stage of the API is not one of CloudFormation');
    // Free JSON to CDK, so spelled as the template has it.
    live.routeSettings = {
      [`POST ${tokenPath}`]: {
        ThrottlingRateLimit: tokensPerSecond,
        ThrottlingBurstLimit: 2 * tokensPerSecond,
        DetailedMetricsEnabled: true,
      },
    };
    // API Gateway refuses settings of a route that is not there yet.
    for (const route of made) live.node.addDependency(route);
  }

  private answerOn({ name, certificateArn }: NonNullable<Stage['domain']>): string {
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    const domainName = new DomainName(this, 'Domain', {
      domainName: name,
      certificate,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, 'Mapping', { api: this.api, domainName, stage: this.live });
    return domainName.regionalDomainName;
  }
}
