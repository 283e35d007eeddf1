import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWire, type Send, type Sent } from '../../../src/local/journeys/send.ts';
import { openStory, type Story, unlike } from '../../../src/local/journeys/story.ts';
import { openSandbox, type SandboxServer } from '../sandbox-server.ts';

let server: SandboxServer;
let send: Send;
const sent: Sent[] = [];

beforeAll(async () => {
  server = await openSandbox();
  send = openWire({ ...server, onSent: (one) => sent.push(one) });
});
afterAll(() => server.stop());

function tell(): { story: Story; said: string[] } {
  const said: string[] = [];
  return { story: openStory({ send, last: () => sent.at(-1), say: (line) => said.push(line) }), said };
}

const look = { who: 'gp', tells: 'looks around', method: 'GET' as const, path: '/fhir/Organization' };

describe('a story', () => {
  it('tells who sent what and what came back', async () => {
    const { story, said } = tell();
    await story.step('Looking', look, () => 'nothing yet');
    expect(said).toEqual([
      '\n1. Looking',
      '   gp sends GET /fhir/Organization: looks around',
      expect.stringMatching(/^ {3}200 in \d+ ms: nothing yet$/),
    ]);
  });

  it('counts a check that is as it should be', async () => {
    const { story } = tell();
    await story.check('one is one', async () => unlike(1, 1));
    expect(story.checks()).toEqual({ made: 1, failed: [] });
  });

  it('keeps of a check that is not what was seen instead', async () => {
    const { story, said } = tell();
    await story.check('one is two', async () => unlike(1, 2));
    expect(story.checks()).toEqual({ made: 1, failed: ['step 0: one is two: saw 1 and not 2'] });
    expect(said).toEqual(['     ✗ one is two\n       instead: saw 1 and not 2']);
  });

  it('counts a look that is answered otherwise as a failed check', async () => {
    const { story } = tell();
    await story.answers('gp', '/fhir/Patient/nobody', 200, 'sees the child');
    expect(story.checks().failed).toEqual([expect.stringContaining('answered 404')]);
  });

  it('does not take a fault of its own for a failed check', async () => {
    const { story } = tell();
    const broken = story.check('anything', () => Promise.reject(new TypeError('broken')));
    await expect(broken).rejects.toThrow('broken');
  });
});
