// npm run demo: Alex's journey, lived step by step against the running server or one of its own, checked as it goes.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policy } from '../access/policy/policy.ts';
import { isBsn } from '../fhir/bsn.ts';
import { localSettings } from '../settings.ts';
import { openSqliteTable } from '../store/sqlite.ts';
import { fillRegion } from './fill-region.ts';
import { bornFor } from './journeys/age.ts';
import { liveClosing } from './journeys/live-closing.ts';
import { liveMeetings } from './journeys/live-meeting.ts';
import { livePlan } from './journeys/live-plan.ts';
import { familyName, liveReferral } from './journeys/live-referral.ts';
import { liveSharing } from './journeys/live-sharing.ts';
import { search } from './journeys/look.ts';
import { openWire, type Send, type Sent } from './journeys/send.ts';
import { openStory } from './journeys/story.ts';
import { prepareSandbox } from './sandbox.ts';
import { testerRules } from './sandbox-region.ts';
import { startServer } from './server.ts';

const say = (line: string): void => console.log(line);

interface Running {
  readonly url: string;
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
}

async function isAnswering(url: string): Promise<boolean> {
  return fetch(`${url}/fhir/metadata`).then(
    (response) => response.ok,
    () => false,
  );
}

/** The server that runs already, else one on a folder of its own that goes when the demo ends. */
async function findServer(): Promise<Running> {
  const { HOST, PORT, DATA_DIR } = localSettings();
  const url = `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`;
  if (await isAnswering(url)) return { url, dataDir: DATA_DIR, stop: async () => {} };
  say(`Vroegdossier does not run at ${url}; the demo starts one of its own.`);
  const dataDir = await mkdtemp(join(tmpdir(), 'vroegdossier-demo-'));
  const table = openSqliteTable(join(dataDir, 'dossier.sqlite'));
  const server = await startServer({
    table,
    host: '127.0.0.1',
    port: 0,
    rules: [...policy, ...testerRules],
    dataDir,
    log: ({ level, error }) => {
      if (level === 'error') console.error(error);
    },
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await table.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await prepareSandbox(table, dataDir);
    await fillRegion({ url: server.url, dataDir, now: new Date(), say: () => {} });
  } catch (problem) {
    await stop();
    throw problem;
  }
  return { url: server.url, dataDir, stop };
}

/** A BSN for a test that nobody in the region has yet. */
async function freshBsn(send: Send): Promise<string> {
  for (;;) {
    const bsn = `9999${randomInt(0, 100_000).toString().padStart(5, '0')}`;
    if (!isBsn(bsn)) continue;
    const having = await search(send, 'coordinator', `/fhir/Patient?identifier=${bsn}`);
    if (having.length === 0) return bsn;
  }
}

/** True when every step and every check was as it should be. */
async function live({ url, dataDir }: Running): Promise<boolean> {
  const sent: Sent[] = [];
  const send = openWire({ url, dataDir, onSent: (one) => sent.push(one) });
  const story = openStory({ send, last: () => sent.at(-1), say });
  const now = new Date();
  const bsn = await freshBsn(send);
  const fatherBsn = await freshBsn(send);
  say(`The journey of Alex, a boy of two years and ten months with test BSN ${bsn}, at ${url}`);
  const living = await liveReferral(story, { bsn, fatherBsn, now });
  const meeting = await liveMeetings(story, living);
  await livePlan(story, living, meeting);
  await liveSharing(story, living);
  await liveClosing(story, living, { sent, bsn, birthDate: bornFor('2y10m', now), familyName }, say);
  const { made, failed } = story.checks();
  say(`\n${made - failed.length} of ${made} checks were as they should be.`);
  for (const wrong of failed) say(`  not so: ${wrong}`);
  return failed.length === 0;
}

try {
  const running = await findServer();
  try {
    if (!(await live(running))) process.exitCode = 1;
  } finally {
    await running.stop();
  }
} catch (problem) {
  const isKnown =
    problem instanceof Error &&
    ['StepFailed', 'TokenUnavailable', 'SettingsMissing', 'StoreUnusable'].includes(problem.name);
  console.error('The demo stopped:', isKnown ? problem.message : problem);
  process.exitCode = 1;
}

// Connections to a running server are kept open for a while; nobody has to wait for them.
process.exit();
