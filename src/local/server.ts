// The doors behind node:http, on one machine.

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ledgerOf } from '../access/audit/ledger.ts';
import type { Rule } from '../access/policy/decide.ts';
import { openThrottles, type Rates, usualRates } from '../access/rates/throttle.ts';
import { resumeDestructions } from '../access/retention-run.ts';
import type { IdentityProvider } from '../access/tokens/identity-provider.ts';
import type { PeopleParts } from '../access/tokens/person-token.ts';
import { openRemote } from '../access/tokens/remote-document.ts';
import type { Door } from '../doors.ts';
import { conceptDoor } from '../edge/concept-door.ts';
import { discoveryDoor } from '../edge/discovery-door.ts';
import { fhirDoor } from '../edge/fhir-door.ts';
import type { LambdaHandler } from '../edge/lambda.ts';
import { faultLine, type LogLine } from '../edge/log.ts';
import { safeHeadersFor } from '../edge/safe-headers.ts';
import { tokenDoor } from '../edge/token-door.ts';
import { carePlanDoorRoutes } from '../ivh/care-plan/routes.ts';
import { careTeamRoutes } from '../ivh/care-team/routes.ts';
import { diagnosticsDoorRoutes } from '../ivh/diagnostics/routes.ts';
import { episodeRoutes } from '../ivh/episode/routes.ts';
import { referralRoutes } from '../ivh/referral/routes.ts';
import { statusRoutes } from '../ivh/status/routes.ts';
import { published } from '../published.ts';
import type { Table } from '../store/table.ts';
import { guardOf, type WiringParts, wire } from '../wiring.ts';
import { loadXml } from '../xml/load.ts';
import { serveDocs } from './docs-page.ts';
import { openExports } from './export-driver.ts';
import { serve } from './gateway.ts';
import { announcesTooMuch } from './request-body.ts';
import type { SignIn } from './sign-in/provider.ts';

export interface LocalServer {
  /** `http://host:port` as bound. */
  readonly url: string;
  /** Stops taking requests, lets running ones end; who is still sending one after five seconds is cut off. */
  stop(): Promise<void>;
}

interface ServerParts {
  readonly table: Table;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly rules: readonly Rule[];
  readonly log: (line: LogLine) => void;
  /** Holds the files of bulk exports. */
  readonly dataDir: string;
  readonly exportHours?: number;
  readonly retentionYears?: number;
  readonly rates?: Rates;
  /** Opens what people sign in with, knowing the server’s own address; without it systems alone come in. */
  readonly openSignIn?: (url: string) => Promise<SignIn>;
  /** Whom people sign in with besides. */
  readonly providers?: readonly IdentityProvider[];
  readonly now?: () => Date;
}

export async function startServer({
  table,
  host,
  port,
  rules,
  log,
  dataDir,
  exportHours,
  retentionYears,
  rates = usualRates,
  openSignIn,
  providers = [],
  now = () => new Date(),
}: ServerParts): Promise<LocalServer> {
  // A client that sends its request slower than this is told 408 and let go.
  const server = createServer({ headersTimeout: 20_000, requestTimeout: 60_000 });
  await listen(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  const exports = openExports({ table, publicUrl: url, rules, now, log, dataDir, keepHours: exportHours });
  const signIn = await openSignIn?.(url);
  const people = {
    providers: signIn ? [signIn.provider, ...providers] : providers,
    remote: openRemote({ fetch, now, allowsLocal: true }),
  };
  const doors = openDoors({
    table,
    url,
    rules,
    log,
    now,
    rates,
    people,
    retentionYears,
    exports: exports.ordering,
  });
  await exports.driver.resume();
  await resumeDestructions(guardOf({ table, publicUrl: url, rules, now, exports: exports.ordering }));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const path = (request.url ?? '/').split('?')[0] ?? '/';
      if (request.method === 'GET' && (await serveDocs(path, request, response))) return;
      if (await signIn?.serve(request, response)) return;
      await serve(doors, request, response);
    } catch (problem) {
      log(faultLine('local', problem, request.method));
      if (!response.headersSent) response.writeHead(500, safeHeadersFor(request.headers));
      response.end();
    }
  };
  server.on('request', answer);
  server.on('checkContinue', (request, response) => {
    if (!announcesTooMuch(request)) response.writeContinue();
    return answer(request, response);
  });
  return {
    url,
    stop: async () => {
      server.close();
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), 5_000);
      await once(server, 'close');
      await exports.driver.stop();
      clearTimeout(late);
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

interface DoorParts {
  readonly table: Table;
  readonly url: string;
  readonly rules: readonly Rule[];
  readonly log: (line: LogLine) => void;
  readonly now: () => Date;
  readonly rates: Rates;
  readonly people: Pick<PeopleParts, 'providers' | 'remote'>;
  readonly retentionYears?: number;
  readonly exports: WiringParts['exports'];
}

function openDoors({
  table,
  url,
  rules,
  log,
  now,
  rates,
  people,
  retentionYears,
  exports,
}: DoorParts): Record<Door, LambdaHandler> {
  const throttles = openThrottles(rates, now);
  const app = wire({ table, publicUrl: url, rules, log, now, exports, throttles, people, retentionYears });
  return {
    fhir: fhirDoor(app),
    referral: conceptDoor('referral', referralRoutes, app),
    diagnostics: conceptDoor('diagnostics', diagnosticsDoorRoutes, app),
    'care-team': conceptDoor('care-team', careTeamRoutes, app),
    'care-plan': conceptDoor('care-plan', carePlanDoorRoutes, app),
    episode: conceptDoor('episode', episodeRoutes, app),
    status: conceptDoor('status', statusRoutes, app),
    discovery: discoveryDoor({ publicUrl: url, published, people, log, xml: loadXml }),
    token: tokenDoor({
      table,
      issuer: `${url}/fhir`,
      tokenUrl: `${url}/auth/token`,
      strangers: throttles.strangers,
      ledger: ledgerOf(table, randomUUID().slice(0, 1)),
      ...people,
      relay: fetch,
      now,
      newId: randomUUID,
      log,
    }),
  };
}
