// The doors behind node:http, on one machine.

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Rule } from '../access/decide.ts';
import type { Door } from '../doors.ts';
import { conceptDoor } from '../edge/concept-door.ts';
import { discoveryDoor } from '../edge/discovery-door.ts';
import { fhirDoor } from '../edge/fhir-door.ts';
import type { LambdaHandler } from '../edge/lambda.ts';
import type { LogLine } from '../edge/log.ts';
import { tokenDoor } from '../edge/token-door.ts';
import { carePlanRoutes } from '../ivh/care-plan/routes.ts';
import { careTeamRoutes } from '../ivh/care-team/routes.ts';
import { diagnosticsDoorRoutes } from '../ivh/diagnostics/routes.ts';
import { episodeRoutes } from '../ivh/episode/routes.ts';
import { referralRoutes } from '../ivh/referral/routes.ts';
import { statusRoutes } from '../ivh/status/routes.ts';
import { published } from '../published.ts';
import type { Table } from '../store/table.ts';
import { wire } from '../wiring.ts';
import { serveDocs } from './docs-page.ts';
import { serve } from './gateway.ts';

export interface LocalServer {
  /** `http://host:port` as bound. */
  readonly url: string;
  /** Stops taking requests, lets running ones end. */
  stop(): Promise<void>;
}

interface ServerParts {
  readonly table: Table;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly rules: readonly Rule[];
  readonly log: (line: LogLine) => void;
  readonly now?: () => Date;
}

export async function startServer({
  table,
  host,
  port,
  rules,
  log,
  now = () => new Date(),
}: ServerParts): Promise<LocalServer> {
  const server = createServer();
  await listen(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  const doors = openDoors({ table, url, rules, log, now });
  server.on('request', async (request, response) => {
    try {
      const path = (request.url ?? '/').split('?')[0] ?? '/';
      if (request.method === 'GET' && (await serveDocs(path, response))) return;
      await serve(doors, request, response);
    } catch (problem) {
      log({
        level: 'error',
        requestId: '',
        door: 'local',
        method: request.method ?? '',
        route: '',
        status: 500,
        duration: 0,
        error: problem,
      });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  });
  return {
    url,
    stop: async () => {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
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
}

function openDoors({ table, url, rules, log, now }: DoorParts): Record<Door, LambdaHandler> {
  const app = wire({ table, publicUrl: url, rules, log, now });
  return {
    fhir: fhirDoor(app),
    referral: conceptDoor('referral', referralRoutes, app),
    diagnostics: conceptDoor('diagnostics', diagnosticsDoorRoutes, app),
    'care-team': conceptDoor('care-team', careTeamRoutes, app),
    'care-plan': conceptDoor('care-plan', carePlanRoutes, app),
    episode: conceptDoor('episode', episodeRoutes, app),
    status: conceptDoor('status', statusRoutes, app),
    discovery: discoveryDoor({ publicUrl: url, published, log }),
    token: tokenDoor({
      table,
      issuer: `${url}/fhir`,
      tokenUrl: `${url}/auth/token`,
      now,
      newId: randomUUID,
      log,
    }),
  };
}
