// Fills an empty region through the product's own HTTP API: the directory, then the three published journeys.

import { sandboxToken } from './sandbox.ts';
import { organisations, professionals } from './sandbox-region.ts';

interface Filling {
  readonly url: string;
  readonly dataDir: string;
  readonly say: (line: string) => void;
}

export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

export async function fillRegion({ url, dataDir, say }: Filling): Promise<void> {
  say('Filling the region …');
  const token = await sandboxToken(url, dataDir, 'tester');
  for (const resource of [...organisations, ...professionals]) {
    const response = await fetch(`${url}/fhir/${resource.resourceType}/${resource.id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      body: JSON.stringify(resource),
    });
    if (!response.ok)
      throw new StepFailed(
        `PUT ${resource.resourceType}/${resource.id}: ${response.status} ${await response.text()}`,
      );
  }
  say(`  ${organisations.length} organisations and ${professionals.length} professionals`);
}
