// The door that needs no token and touches no data: what this server is and how to get in.

import { FhirFailure } from '../fhir/failure.ts';
import { capabilities, type Published } from '../interactions/capabilities.ts';
import { openApi } from '../ivh/openapi.ts';
import { fhirFailures, fhirJson } from './fhir-failures.ts';
import { needJson } from './format.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { type LambdaHandler, lambdaDoor } from './lambda.ts';
import type { LogLine } from './log.ts';

interface DiscoveryParts {
  readonly publicUrl: string;
  /** What the other rooms say of themselves. */
  readonly published: Omit<Published, 'base' | 'tokenUrl'>;
  readonly log: (line: LogLine) => void;
}

export function discoveryDoor(parts: DiscoveryParts): LambdaHandler {
  const { publicUrl, log } = parts;
  const documents: Readonly<Record<string, () => HttpResponse>> = {
    '/fhir/metadata': once(() => capabilityAnswer(parts)),
    '/fhir/.well-known/smart-configuration': once(() => json(smartConfiguration(publicUrl))),
    '/openapi.json': once(() => json(openApi(publicUrl))),
  };
  return lambdaDoor({
    door: 'discovery',
    log,
    exit: fhirFailures,
    serve: async (request: HttpRequest) => {
      const document = documents[request.path];
      if (!document) throw new FhirFailure('not-found', 'There is no such document here.');
      if (request.path === '/fhir/metadata') needJson(request);
      return document();
    },
  });
}

const once = (make: () => HttpResponse): (() => HttpResponse) => {
  let made: HttpResponse | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

const json = (body: unknown): HttpResponse => ({
  status: 200,
  headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'max-age=300' },
  body: JSON.stringify(body),
});

function capabilityAnswer({ publicUrl, published }: DiscoveryParts): HttpResponse {
  const statement = capabilities({
    ...published,
    base: `${publicUrl}/fhir`,
    tokenUrl: `${publicUrl}/auth/token`,
  });
  return { ...json(statement), headers: { 'Content-Type': fhirJson, 'Cache-Control': 'max-age=300' } };
}

/** https://hl7.org/fhir/smart-app-launch/conformance.html */
const smartConfiguration = (publicUrl: string): unknown => ({
  issuer: `${publicUrl}/fhir`,
  jwks_uri: `${publicUrl}/auth/jwks`,
  token_endpoint: `${publicUrl}/auth/token`,
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  grant_types_supported: ['client_credentials'],
  scopes_supported: ['system/*.cruds', 'system/*.rs'],
  capabilities: ['client-confidential-asymmetric', 'permission-v1', 'permission-v2'],
  code_challenge_methods_supported: ['S256'],
});
