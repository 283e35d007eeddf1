import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryTypes } from '../../src/fhir/types.ts';
import { systemUrl } from '../../src/ivh/codes.ts';
import { fillRegion, journeys } from '../../src/local/fill-region.ts';
import { bornFor } from '../../src/local/journeys/age.ts';
import { searchOf } from '../../src/local/journeys/journey.ts';
import { readBoard, search, wholeFile } from '../../src/local/journeys/look.ts';
import { openWire, type Send } from '../../src/local/journeys/send.ts';
import { openSandbox, type SandboxServer } from './sandbox-server.ts';

const now = new Date();
let server: SandboxServer;
let send: Send;
const said: string[] = [];
const children = new Map<string, string>();

beforeAll(async () => {
  server = await openSandbox();
  await fillRegion({ ...server, now, say: (line) => said.push(line) });
  send = openWire(server);
  for (const { name, child } of journeys) {
    const [patient] = await search(send, 'coordinator', `/fhir/Patient?identifier=${child.bsn}`);
    children.set(name, patient?.id ?? '');
  }
});
afterAll(() => server.stop());

const lines = journeys.flatMap((journey) =>
  journey.lines.flatMap(({ age, happened, found }) =>
    found.map((query) => ({ name: journey.name, age, happened, query, ageNow: journey.ageNow })),
  ),
);

describe('a filled region', () => {
  it.each(lines)('keeps of $name at $age "$happened": $query', async ({ name, query, ageNow }) => {
    const [type, parameters = ''] = searchOf(query, bornFor(ageNow, now)).split('?');
    const within = new URLSearchParams([
      ['patient', `Patient/${children.get(name)}`],
      ...new URLSearchParams(parameters.replaceAll('+', '%2B')),
    ]);
    expect(await search(send, 'coordinator', `/fhir/${type}?${within}`)).not.toHaveLength(0);
  });

  it.each(journeys)('has a way to find every line of $name', ({ lines: table }) => {
    expect(table.filter(({ found }) => found.length === 0)).toEqual([]);
  });

  it.each(journeys)(
    'says of every resource of $name which building block it belongs to',
    async ({ name }) => {
      const file = await wholeFile(send, 'coordinator', children.get(name) ?? '');
      const blocks = systemUrl('bouwsteen');
      const own = file.filter(({ resourceType }) => !directoryTypes.has(resourceType));
      const untagged = own.filter(({ meta }) => !meta.tag?.some(({ system }) => system === blocks));
      expect(untagged.map(({ resourceType }) => resourceType)).toEqual([]);
      expect(file.length).toBeGreaterThan(30);
    },
  );

  it.each(journeys)('shows the parent of $name the whole file', async ({ name, parentClient }) => {
    const child = children.get(name) ?? '';
    const ofParent = await wholeFile(send, parentClient, child);
    expect(ofParent).toHaveLength((await wholeFile(send, 'coordinator', child)).length);
  });

  it('has its three children in three states on the board', async () => {
    const { lines: board } = await readBoard(send);
    expect(board.map(({ state }) => state).sort()).toEqual(['intake', 'mdo-gepland', 'nazorg']);
  });

  it('says what it does, as it does it', () => {
    expect(said).toContainEqual(expect.stringMatching(/jgz +2y8m: refers Alex to Integrale Vroeghulp/));
    expect(said).toContain(`  Alex, born ${bornFor('10y3m', now)}`);
  });
});
