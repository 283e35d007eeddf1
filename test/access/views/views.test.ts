import type { Patient, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import type { CallerKind } from '../../../src/access/caller.ts';
import { registrableKinds } from '../../../src/access/tokens/registration.ts';
import { project, seenBy, type ViewName, views } from '../../../src/access/views/views.ts';
import { servedTypes } from '../../../src/fhir/types.ts';
import { bsnSystem, carePlan, condition } from '../../end-to-end/scenes.ts';
import { filled, leafPaths } from '../filled.ts';

const names = Object.keys(views) as ViewName[];
const known = [
  'ivh-ext-gemeente',
  'ivh-ext-financiering',
  'ivh-ext-akkoord',
  'ivh-ext-gezag',
  'ivh-ext-verwijzer',
];
const full = (type: string): Resource => filled(type, known);

const always = new Set(['resourceType', 'id', 'meta']);
const own = (resource: Resource | undefined): string[] =>
  [...new Set(leafPaths(resource))].filter((path) => !always.has(path.split('.')[0] ?? '')).sort();

/** What every element may have of its own and no view shows; a test of its own holds that. */
const aside = /(^|\.)(_\w+|id|extension:[^.]*)(\.|$)/;

/** The whole of R4's type, element by element: shown, or hidden from the first element on that shows nothing. */
function ledger(view: ViewName): string {
  return servedTypes
    .flatMap((type) => {
      const shown = own(project(full(type), view));
      if (!Object.hasOwn(views[view], type)) return [`${type}: not shown`];
      const paths = own(full(type)).filter((path) => shown.includes(path) || !aside.test(path));
      const lines = paths.map((path) => {
        if (shown.includes(path)) return `${type}.${path}: shown`;
        const steps = path.split('.');
        const cut = steps.findIndex((_, index) => {
          const upTo = steps.slice(0, index + 1).join('.');
          return !shown.some((one) => one === upTo || one.startsWith(`${upTo}.`));
        });
        return `${type}.${steps.slice(0, cut + 1).join('.')}: left out`;
      });
      return [...new Set(lines)];
    })
    .join('\n')
    .concat('\n');
}

describe.each(names)('the view %s', (view) => {
  it('shows and leaves out of every element of every type what is written down', async () => {
    await expect(ledger(view)).toMatchFileSnapshot(`views/${view}.txt`);
  });

  it.each(Object.keys(views[view]))(
    'shows of %s no narrative, contained resource, foreign extension or name of a reference',
    (type) => {
      const shown = own(project(full(type), view));
      expect(shown.length).toBeGreaterThan(0);
      expect(
        shown.filter((path) =>
          /(^|\.)(text\.div|contained|id|_\w+)(\.|$)|extension:x|reference\.(display|identifier)|(subject|for|owner|requester|member)\.(display|identifier)/.test(
            path,
          ),
        ),
      ).toEqual([]);
    },
  );

  it('names only elements that R4 has', () => {
    const missing = Object.entries(views[view]).flatMap(([type, paths]: [string, readonly string[]]) => {
      const there = new Set(own(full(type)));
      return paths.filter((path) => !there.has(path)).map((path) => `${type}.${path}`);
    });
    expect(missing).toEqual([]);
  });

  it.each(Object.keys(views[view]))('marks %s SUBSETTED and keeps its id and version', (type) => {
    const shown = project(
      { ...full(type), meta: { versionId: '3', lastUpdated: '2026-01-01T00:00:00Z' } },
      view,
    );
    expect(shown).toMatchObject({ resourceType: type, id: 'a1', meta: { versionId: '3' } });
    expect(shown?.meta?.tag?.at(-1)?.code).toBe('SUBSETTED');
  });

  it('shows nothing of what means something else by an extension it does not know', () => {
    const [type = ''] = Object.keys(views[view]);
    const modified = {
      ...full(type),
      modifierExtension: [{ url: 'https://elders.example/niet', valueBoolean: true }],
    };
    expect(project(modified as Resource, view)).toBeUndefined();
  });
});

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
          { reference: { reference: 'ServiceRequest/1', display: secret } },
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
      activity: [
        { reference: { reference: 'ServiceRequest/1' } },
        { detail: { code: { text: 'Logopedie' } } },
      ],
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

describe('the citizen service number', () => {
  const bsn = '999911120';
  const mother = '123456782';
  const asks = (kind: CallerKind, person?: string) => ({
    client: 'a',
    kind,
    name: 'A',
    region: 'Organization/ivh',
    purpose: 'CAREMGT',
    scopes: [],
    ...(person === undefined ? {} : { person }),
  });
  const patient: Patient = {
    resourceType: 'Patient',
    id: 'p1',
    text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">BSN ${bsn}</div>` },
    identifier: [
      { system: bsnSystem, value: bsn, _value: { extension: [{ url: 'urn:x', valueString: bsn }] } },
      { system: 'https://example.org/nummer', value: '7' },
    ] as Patient['identifier'],
    contact: [{ organization: { identifier: { system: bsnSystem, value: mother } } }],
    contained: [
      { resourceType: 'RelatedPerson', patient: {}, identifier: [{ system: bsnSystem, value: mother }] },
    ],
    managingOrganization: { reference: `Organization/1?identifier=${bsnSystem}|${bsn}` },
  };
  const without: CallerKind[] = ['childcare', 'school', 'child-support', 'analyst'];

  it.each(without)('is shown nowhere in a resource to a caller of kind %s', (kind) => {
    const shown = seenBy(asks(kind), patient, undefined);
    expect(JSON.stringify(shown)).not.toMatch(new RegExp(`${bsn}|${mother}`));
    expect(shown).toMatchObject({ identifier: [{ system: 'https://example.org/nummer', value: '7' }] });
    expect(shown?.meta?.tag?.at(-1)?.code).toBe('SUBSETTED');
  });

  it.each(without)('does not tell a caller of kind %s by the mark whether there is one', (kind) => {
    const shown = seenBy(asks(kind), { resourceType: 'Patient', id: 'p1' }, undefined);
    expect(shown?.meta?.tag?.at(-1)?.code).toBe('SUBSETTED');
  });

  it.each(registrableKinds.filter((kind) => !without.includes(kind) && kind !== 'parent'))(
    'stays where it is for a caller of kind %s',
    (kind) => {
      expect(seenBy(asks(kind), patient, undefined)).toBe(patient);
    },
  );

  it('goes with no resource that a school sees in the handover view', () => {
    for (const type of Object.keys(views.handover))
      expect(
        leafPaths(project(full(type), 'handover')).filter((path) => path.includes('identifier')),
      ).toEqual([]);
  });

  it('is shown to parents of their child and of themselves, not of the other parent', () => {
    const parent = asks('parent', `${bsnSystem}|${mother}`);
    const relative = (value: string): Resource => ({
      resourceType: 'RelatedPerson',
      id: 'r1',
      patient: { reference: 'Patient/p1' },
      identifier: [{ system: bsnSystem, value }],
    });
    const { contained: _, contact: __, managingOrganization: ___, text: ____, ...own } = patient;
    expect(seenBy(parent, own, undefined)).toBe(own);
    expect(JSON.stringify(seenBy(parent, relative(mother), undefined))).toContain(mother);
    expect(JSON.stringify(seenBy(parent, relative('111222333'), undefined))).not.toContain('111222333');
  });

  it('is taken out of a reference by identifier and leaves the rest as it was', () => {
    const task: Resource = {
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      for: { reference: 'Patient/p1', identifier: { system: bsnSystem, value: bsn } },
    };
    const shown = seenBy(asks('school'), task, undefined);
    expect(shown).toMatchObject({ status: 'requested', for: { reference: 'Patient/p1' } });
    expect(JSON.stringify(shown)).not.toContain(bsn);
    const plain: Resource = { resourceType: 'Task', status: 'requested', intent: 'order' };
    expect(seenBy(asks('school'), plain, undefined)).toBe(plain);
  });
});
