import { describe, expect, it } from 'vitest';
import { project } from '../../src/access/views.ts';
import { carePlan, condition } from '../end-to-end/scenes.ts';

const secret = 'geheim';

describe('the municipality’s view', () => {
  it('leaves out diagnoses at every depth, with their extensions, and says SUBSETTED', () => {
    const plan = {
      ...carePlan('1', {
        title: 'Plan',
        addresses: [{ reference: `Condition/${secret}` }],
        note: [{ text: secret }],
        contained: [condition('1', secret)],
        activity: [
          { progress: [{ text: secret }], outcomeReference: [{ reference: `Observation/${secret}` }] },
          {
            detail: {
              status: 'in-progress',
              code: { text: 'Logopedie' },
              reasonCode: [{ text: secret }],
              description: secret,
            },
          },
        ],
      }),
      _description: { extension: [{ url: 'https://example.org/x', valueString: secret }] },
    };
    const shown = project(plan, 'plan-for-municipality');
    expect(JSON.stringify(shown)).not.toContain(secret);
    expect(shown).toMatchObject({
      title: 'Plan',
      activity: [{}, { detail: { code: { text: 'Logopedie' } } }],
    });
    expect(shown?.meta?.tag?.at(-1)?.code).toBe('SUBSETTED');
  });

  it('leaves the stored resource as it is', () => {
    const plan = carePlan('1', { note: [{ text: secret }] });
    project(plan, 'plan-for-municipality');
    expect(plan.note).toEqual([{ text: secret }]);
  });

  it('shows nothing of a type it does not name', () => {
    expect(project(condition('1'), 'plan-for-municipality')).toBeUndefined();
  });
});
