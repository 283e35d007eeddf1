// Fills an empty region through the product's own HTTP API: the directory, then the three published journeys.

import { bornFor } from './journeys/age.ts';
import { alex } from './journeys/alex.ts';
import { desire } from './journeys/desire.ts';
import type { Journey } from './journeys/journey.ts';
import { puck } from './journeys/puck.ts';
import { openWire } from './journeys/send.ts';
import { organisations, professionals } from './sandbox-region.ts';

interface Filling {
  readonly url: string;
  readonly dataDir: string;
  readonly now: Date;
  readonly say: (line: string) => void;
}

export const journeys: readonly Journey[] = [alex, puck, desire];

/** Throws StepFailed at the first step that is not answered as it should be. */
export async function fillRegion({ url, dataDir, now, say }: Filling): Promise<void> {
  say('Filling the region, each step sent by the system that would send it …');
  const directory = openWire({ url, dataDir });
  for (const resource of [...organisations, ...professionals]) {
    await directory({
      who: 'coordinator',
      tells: 'fills the directory (sociale kaart)',
      method: 'PUT',
      path: `/fhir/${resource.resourceType}/${resource.id}`,
      body: resource,
    });
  }
  say(`  ${organisations.length} organisations and ${professionals.length} professionals`);
  for (const journey of journeys) {
    const born = bornFor(journey.ageNow, now);
    say(`  ${journey.name}, born ${born}`);
    const send = openWire({
      url,
      dataDir,
      onSent: ({ step }) => say(`    ${step.who.padEnd(20)} ${step.tells}`),
    });
    await journey.run(send, born, now);
  }
}
