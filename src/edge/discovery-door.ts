// The door that needs no token and touches no data: what this server is and how to get in.

import type { PeopleParts } from '../access/tokens/person-token.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { capabilities, type Published } from '../interactions/capabilities.ts';
import { openApi } from '../ivh/openapi.ts';
import { fhirFailures } from './fhir-failures.ts';
import { type Look, lookOf } from './format.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { type LambdaHandler, lambdaDoor } from './lambda.ts';
import type { LogLine } from './log.ts';
import { contentTypes, type LoadXml, render } from './render.ts';
import { smartConfiguration } from './smart-configuration.ts';

interface DiscoveryParts {
  readonly publicUrl: string;
  /** What the other rooms say of themselves. */
  readonly published: Omit<Published, 'base' | 'tokenUrl'>;
  /** Where people sign in. */
  readonly people?: Pick<PeopleParts, 'providers' | 'remote'>;
  readonly log: (line: LogLine) => void;
  readonly xml: LoadXml;
}

export function discoveryDoor(parts: DiscoveryParts): LambdaHandler {
  const { publicUrl, people, log, xml } = parts;
  const statement = statementAnswers(parts);
  const documents: Readonly<Record<string, () => HttpResponse | Promise<HttpResponse>>> = {
    '/fhir/.well-known/smart-configuration': async () => json(await smartConfiguration(publicUrl, people)),
    '/openapi.json': once(() => json(openApi(publicUrl))),
  };
  return lambdaDoor({
    door: 'discovery',
    log,
    exit: fhirFailures(xml),
    serve: async (request: HttpRequest) => {
      if (request.path === '/fhir/metadata') return statement(lookOf(request));
      const document = documents[request.path];
      if (!document) throw new FhirFailure('not-found', 'There is no such document here.');
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

/** The CapabilityStatement in every look it is asked for, each written once. */
function statementAnswers({
  publicUrl,
  published,
  xml,
}: DiscoveryParts): (look: Look) => Promise<HttpResponse> {
  const base = `${publicUrl}/fhir`;
  const made = new Map<string, Promise<HttpResponse>>();
  const make = async (look: Look): Promise<HttpResponse> => {
    const statement = capabilities({ ...published, base, tokenUrl: `${publicUrl}/auth/token` });
    return {
      status: 200,
      headers: { 'Content-Type': contentTypes[look.format], 'Cache-Control': 'max-age=300', Vary: 'Accept' },
      body: await render(statement, look, xml),
    };
  };
  return (look) => {
    const key = `${look.format} ${look.isPretty}`;
    const answer = made.get(key) ?? make(look);
    made.set(key, answer);
    return answer;
  };
}
