import { expect, it } from 'vitest';
import { meetingAnswer } from '../../src/ivh/meeting/schema.ts';
import { begun } from './traject.ts';

const present = [
  { role: 'jeugdarts', practitioner: 'jeugdarts' },
  { role: 'gedragswetenschapper', practitioner: 'orthopedagoog' },
  { role: 'coordinator', practitioner: 'coordinator' },
];

it('records a meeting that was held before anyone entered it', async () => {
  const { region, child } = await begun();
  region.at('2026-03-25T09:00:00Z');
  const planned = await region.call(meetingAnswer, 'coordinator', 'POST', '/ivh/meetings', {
    child,
    plannedAt: '2026-03-20T13:00:00+01:00',
    participants: present,
  });
  const held = await region.call(meetingAnswer, 'coordinator', 'POST', `/ivh/meetings/${planned.id}/hold`, {
    startedAt: '2026-03-20T13:00:00+01:00',
    endedAt: '2026-03-20T14:00:00+01:00',
    participants: present,
    conclusions: 'Ingevoerd na afloop',
  });
  expect(held.status).toBe('finished');
});
