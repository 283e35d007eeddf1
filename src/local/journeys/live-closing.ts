// What stands at the end of Alex's journey: who looked, what was typed twice (nothing), the board and the file.
import * as z from 'zod';
import { codesOf, displayOf, systemUrl } from '../../ivh/codes.ts';
import type { Living } from './live-referral.ts';
import { readBoard, type Seen, search, wholeFile } from './look.ts';
import type { Sent } from './send.ts';
import { type Story, unlike } from './story.ts';

interface Facts {
  /** Everything sent and taken in this journey. */
  readonly sent: readonly Sent[];
  readonly bsn: string;
  readonly birthDate: string;
  readonly familyName: string;
}

const looker = z.object({ agent: z.array(z.looseObject({ name: z.string().optional() })) });

export async function liveClosing(
  story: Story,
  { child }: Living,
  facts: Facts,
  say: (line: string) => void,
): Promise<void> {
  const { send } = story;
  say('\nAt the end');
  const whole = await wholeFile(send, 'parent', child);
  await story.check('parent: has the whole file, as much as the coordinator has', async () =>
    unlike(whole.length, (await wholeFile(send, 'coordinator', child)).length),
  );
  const audit = await search(send, 'parent', `/fhir/AuditEvent?patient=Patient/${child}&_count=200`);
  const lookers = [
    ...new Set(audit.flatMap((event) => looker.parse(event).agent.flatMap(({ name }) => name ?? []))),
  ];
  await story.check('parent: sees who looked into it', async () =>
    unlike(
      ['JGZ Heuvelrand', 'Ziekenhuis Heuvelrand', 'Gemeente Zonnedal', 'MKD Het Kompas'].filter(
        (name) => !lookers.includes(name),
      ),
      [],
    ),
  );
  say(`       ${audit.length} accesses, by ${lookers.join(', ')}`);
  await story.check('nobody else may see who looked', async () =>
    unlike((await search(send, 'hospital', `/fhir/AuditEvent?patient=Patient/${child}`)).length, 0),
  );
  await enteredOnce(story, facts);
  await showBoard(story, child, say);
  showFile(whole, say);
}

async function enteredOnce(story: Story, { sent, ...facts }: Facts): Promise<void> {
  const bodies = sent
    .filter(({ status, step }) => status < 300 && step.method !== 'GET')
    .map(({ step }) => JSON.stringify(step.body ?? ''));
  for (const [what, value] of Object.entries(facts)) {
    await story.check(`no fact was entered twice: ${what} was sent once`, async () =>
      unlike(bodies.filter((body) => body.includes(value)).length, 1),
    );
  }
  await story.check('one child, one Patient', async () =>
    unlike((await search(story.send, 'coordinator', `/fhir/Patient?identifier=${facts.bsn}`)).length, 1),
  );
}

async function showBoard(story: Story, child: string, say: (line: string) => void): Promise<void> {
  const { lines, counts } = await readBoard(story.send);
  say('\nThe board of the region (GET /ivh/status)');
  for (const line of lines) {
    const { total, started, onWaitingList } = line.advice;
    say(
      `   ${line.child === child ? '→' : ' '} ${line.child}  ${line.state.padEnd(17)} advice ${total}, started ${started}, on a waiting list ${onWaitingList}`,
    );
  }
  const standing = Object.entries(counts).filter(([, count]) => count > 0);
  say(`     ${standing.map(([state, count]) => `${state} ${count}`).join(', ')}`);
}

function showFile(file: readonly Seen[], say: (line: string) => void): void {
  say(`\nThe file of Alex (Patient/…/$everything): ${file.length} resources by building block (bouwsteen)`);
  for (const block of codesOf('bouwsteen')) {
    const tag = systemUrl('bouwsteen');
    const types = file
      .filter(({ meta }) => meta.tag?.some(({ system, code }) => system === tag && code === block))
      .map(({ resourceType }) => resourceType);
    const counted = [...new Set(types)]
      .sort()
      .map((type) => `${type} ${types.filter((one) => one === type).length}`);
    say(`   ${block} ${displayOf('bouwsteen', block)}: ${counted.join(', ') || 'nothing yet'}`);
  }
}
