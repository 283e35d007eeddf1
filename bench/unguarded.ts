// The same store behind the same HTTP edge without token, policy and audit: what trust costs is the difference. It is
// put together here alone; the product has no such switch.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { Caller } from '../src/access/caller.ts';
import { GuardedStore } from '../src/access/guarded-store.ts';
import { type Door, routes } from '../src/doors.ts';
import { fhirDoor } from '../src/edge/fhir-door.ts';
import type { LambdaHandler } from '../src/edge/lambda.ts';
import { FhirFailure } from '../src/fhir/failure.ts';
import { serveDocs } from '../src/local/docs-page.ts';
import { serve } from '../src/local/gateway.ts';
import type { DossierStore } from '../src/store/dossier-store.ts';
import type { Table } from '../src/store/table.ts';
import { guardOf, wire } from '../src/wiring.ts';

const nobody: Caller = {
  client: 'bench',
  kind: 'coordinator',
  name: 'Bench',
  region: 'Organization/ivh-heuvelrand',
  purpose: 'HOPERAT',
  scopes: [],
};

/** Reads what lies there: no decision, no view, no trail. */
class BareStore extends GuardedStore {
  readonly #store: DossierStore;

  constructor(parts: ConstructorParameters<typeof GuardedStore>[0]) {
    super(parts, nobody, { requestId: '' });
    this.#store = parts.store;
  }

  override async read(type: ResourceType, id: string): Promise<Resource> {
    const [record] = await this.#store.load([{ type, id }]);
    if (!record || record.deleted) throw new FhirFailure('not-found', 'There is no such resource.');
    return record.resource();
  }

  override async settle(): Promise<void> {}
}

export interface UnguardedServer {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startUnguarded(table: Table): Promise<UnguardedServer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const parts = { table, publicUrl: url };
  const app = wire({ ...parts, log: () => undefined });
  const dossier = new BareStore(guardOf(parts));
  const context = { ...app.contextFor(nobody, { requestId: '' }), dossier };
  const door = fhirDoor({ ...app, authenticate: async () => nobody, contextFor: () => context });
  const doors = Object.fromEntries(routes.map((route) => [route.door, door])) as Record<Door, LambdaHandler>;
  server.on('request', async (request, response) => {
    // As the product's own server does before it serves.
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (request.method === 'GET' && (await serveDocs(path, request, response))) return;
    await serve(doors, request, response);
  });
  return {
    url,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
