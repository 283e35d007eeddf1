// Loads the region through the product's own door: transactions of the coordinator, several at a time.
import type { Bundle } from '@medplum/fhirtypes';
import { organisations, professionals } from '../src/local/sandbox-region.ts';
import { Connection } from './connection.ts';
import { fileBundles, providerBundles, type Region } from './region.ts';

interface Filling {
  readonly url: string;
  readonly region: Region;
  readonly connections: number;
  readonly token: () => Promise<string>;
}

export async function fill({ url, region, connections, token }: Filling): Promise<void> {
  const directory: Bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [...organisations, ...professionals].map((resource) => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    })),
  };
  let current = await token();
  const renewal = setInterval(async () => {
    current = await token();
  }, 120_000);
  const store = async (connection: Connection, bundle: Bundle): Promise<void> => {
    const headers = `authorization: Bearer ${current}\r\ncontent-type: application/fhir+json\r\n`;
    const answer = await connection.send({
      method: 'POST',
      path: '/fhir',
      headers,
      body: JSON.stringify(bundle),
    });
    if (answer.status !== 200) throw new Error(`filling: ${answer.status} ${answer.text.slice(0, 1000)}`);
  };
  try {
    const first = new Connection(url);
    for (const bundle of [directory, ...providerBundles(region)]) await store(first, bundle);
    first.close();
    let next = 0;
    const fillSome = async (): Promise<void> => {
      const connection = new Connection(url);
      while (next < region.files) {
        const file = next;
        next += 1;
        for (const bundle of fileBundles(file, region)) await store(connection, bundle);
      }
      connection.close();
    };
    await Promise.all(Array.from({ length: connections }, fillSome));
  } finally {
    clearInterval(renewal);
  }
}
