// The door that needs no token and touches no data: what this server is and how to get in.

import { searchLimits } from '../access/candidates.ts';
import { pageSizes } from '../access/search-page.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { capabilities } from '../interactions/capabilities.ts';
import { openApi } from '../ivh/openapi.ts';
import { ivhProfiles } from '../profiles/ivh-profiles.ts';
import { indexedParameters } from '../store/indexes.ts';
import { fhirFailures, fhirJson } from './fhir-failures.ts';
import { needJson } from './format.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { bodyLimits } from './json-body.ts';
import { type LambdaHandler, lambdaDoor } from './lambda.ts';
import type { LogLine } from './log.ts';

interface DiscoveryParts {
  readonly publicUrl: string;
  readonly log: (line: LogLine) => void;
}

export function discoveryDoor({ publicUrl, log }: DiscoveryParts): LambdaHandler {
  const documents: Readonly<Record<string, () => HttpResponse>> = {
    '/fhir/metadata': once(() => capabilityAnswer(publicUrl)),
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

function capabilityAnswer(publicUrl: string): HttpResponse {
  const { definitions } = ivhProfiles();
  const statement = capabilities({
    base: `${publicUrl}/fhir`,
    tokenUrl: `${publicUrl}/auth/token`,
    indexed: indexedParameters,
    profilesOf: (type) =>
      definitions.filter((one) => one.type === type && one.type !== 'Extension').map((one) => one.url ?? ''),
    limits: {
      bodyBytes: bodyLimits.bytes,
      depth: bodyLimits.depth,
      commitRows: 100,
      ...searchLimits,
      page: pageSizes.most,
      included: pageSizes.included,
    },
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
  scopes_supported: ['system/*.cruds', 'system/*.rs', 'patient/*.rs'],
  capabilities: ['client-confidential-asymmetric', 'permission-v1', 'permission-v2'],
  code_challenge_methods_supported: ['S256'],
});
