import { evalFhirPath } from '@medplum/core';
import type { EpisodeOfCare, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { assignmentStep, stepped } from '../../src/ivh/assignment.ts';
import { contentWrites } from '../../src/ivh/care-plan/content.ts';
import { agreementSchema, planSchema } from '../../src/ivh/care-plan/schema.ts';
import { consentOf, planOf } from '../../src/ivh/care-plan/to-fhir.ts';
import { careTeamOf } from '../../src/ivh/care-team/fhir.ts';
import { teamSchema } from '../../src/ivh/care-team/schema.ts';
import { examinationSchema, resultSchema } from '../../src/ivh/diagnostics/schema.ts';
import { examinationWrites, resultWrites } from '../../src/ivh/diagnostics/to-fhir.ts';
import { moveSchema } from '../../src/ivh/episode/schema.ts';
import * as examples from '../../src/ivh/examples.ts';
import { mappings, type Row } from '../../src/ivh/mapping.ts';
import { heldSchema, meetingSchema } from '../../src/ivh/meeting/schema.ts';
import { heldWrites, plannedWrites } from '../../src/ivh/meeting/to-fhir.ts';
import { episodeAt } from '../../src/ivh/process.ts';
import { referralSchema } from '../../src/ivh/referral/schema.ts';
import { referralWrites } from '../../src/ivh/referral/to-fhir.ts';
import { decisionSchema } from '../../src/ivh/sharing/schema.ts';
import { decisionOf, provisionOf, waysDecided } from '../../src/ivh/sharing/to-fhir.ts';
import { withoutEmpty } from '../../src/ivh/writes.ts';
import type { Write } from '../../src/store/dossier.ts';

const now = '2026-04-01T10:00:00.000Z';
const region = 'Organization/ivh-1';
let last = 0;
const newId = () => {
  last += 1;
  return `id-${last}`;
};
const made = (writes: readonly Write[]): Resource[] =>
  writes.flatMap((write) => ('resource' in write ? [write.resource] : []));

const setting = { now, region, newId };
const planned = made(plannedWrites(examples.meeting, { ...setting, episode: 'EpisodeOfCare/traject-1' }));
const [encounter, appointment] = planned;
if (encounter?.resourceType !== 'Encounter' || appointment?.resourceType !== 'Appointment')
  throw new Error('no meeting');
const ground = { ...setting, child: `Patient/${examples.plan.child}` };
const content = contentWrites(examples.plan, undefined, [], ground);
const plan = planOf({
  ...ground,
  meeting: `Encounter/${examples.plan.meeting}`,
  goals: content.goals.references,
  advice: content.advice.references,
  grounds: content.grounds.references,
});
const episode: EpisodeOfCare = {
  resourceType: 'EpisodeOfCare',
  status: 'planned',
  patient: { reference: 'Patient/kind-1' },
};

const cases: Record<keyof typeof mappings, { schema: z.ZodType; example: unknown; resources: Resource[] }> = {
  referral: {
    schema: referralSchema,
    example: examples.referral,
    resources: made(referralWrites(examples.referral, { ...setting, sender: 'Organization/jgz-1' })),
  },
  result: {
    schema: resultSchema,
    example: examples.result,
    resources: made(resultWrites(examples.result, `Organization/${examples.result.performer}`, now, newId)),
  },
  examination: {
    schema: examinationSchema,
    example: examples.examination,
    resources: made(examinationWrites(examples.examination, region, now, newId)),
  },
  meeting: { schema: meetingSchema, example: examples.meeting, resources: planned },
  held: {
    schema: heldSchema,
    example: examples.held,
    resources: made(heldWrites(encounter, appointment, examples.held, setting)),
  },
  team: {
    schema: teamSchema,
    example: examples.team,
    resources: [careTeamOf(examples.team, region, now.slice(0, 10), newId)],
  },
  plan: {
    schema: planSchema,
    example: examples.plan,
    resources: [
      plan,
      ...made([...content.goals.writes, ...content.advice.writes, ...content.grounds.writes]),
    ],
  },
  agreement: {
    schema: agreementSchema,
    example: examples.agreement,
    resources: [consentOf({ ...plan, id: 'plan-1' }, examples.agreement, examples.agreement.agreedOn ?? now)],
  },
  decision: {
    schema: decisionSchema,
    example: examples.decision,
    resources: [
      decisionOf(
        {
          child: `Patient/${examples.decision.child}`,
          parent: `RelatedPerson/${examples.decision.parent}`,
          when: examples.decision.decidedOn ?? now,
          region,
          how: waysDecided[examples.decision.how],
        },
        provisionOf(examples.decision),
      ),
    ],
  },
  step: {
    schema: assignmentStep,
    example: examples.step,
    resources: [stepped({ resourceType: 'Task', status: 'requested', intent: 'order' }, examples.step, now)],
  },
  move: {
    schema: moveSchema,
    example: examples.move,
    resources: [episodeAt(episode, 'active', examples.move.date ?? now, examples.move.reason)],
  },
};

/** Every value at a field path of a body, lists opened. */
function valuesAt(body: unknown, field: string): unknown[] {
  return field.split('.').reduce<unknown[]>(
    (values, part) => {
      const name = part.replace('[]', '');
      return values
        .flatMap((value) =>
          typeof value === 'object' && value !== null
            ? Object.entries(value).filter(([key]) => key === name)
            : [],
        )
        .flatMap(([, value]) => (part.endsWith('[]') && Array.isArray(value) ? value : [value]))
        .filter((value) => value !== undefined);
    },
    [body],
  );
}

const sibling = (body: unknown, field: string, name: string): unknown =>
  valuesAt(body, [...field.split('.').slice(0, -1), name].join('.'))[0];

/** What must stand at the element for the example's values. */
const expected = (row: Row, body: unknown): unknown[] =>
  valuesAt(body, row.field).map((value) =>
    typeof row.becomes === 'string'
      ? row.becomes
          .replace('{}', String(value))
          .replace(/\{(\w+)\}/g, (_, name) => String(sibling(body, row.field, name)))
      : value,
  );

const foundAt = (row: Row, resources: readonly Resource[]): unknown[] =>
  resources
    .filter((resource) => row.element.startsWith(`${resource.resourceType}.`))
    .flatMap((resource) => evalFhirPath(row.element, resource));

/** Every field a schema takes, as the mapping writes them. */
function fieldsOf(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node: Record<string, unknown> = { ...schema };
  const { properties, items, anyOf, $ref } = node;
  if (typeof $ref === 'string') return fieldsOf(named[$ref.split('/').at(-1) ?? ''], path);
  if (Array.isArray(anyOf)) return anyOf.flatMap((each) => fieldsOf(each, path));
  if (items !== undefined) return fieldsOf(items, `${path}[]`);
  if (typeof properties !== 'object' || properties === null) return path === '' ? [] : [path];
  return Object.entries(properties).flatMap(([name, each]) =>
    fieldsOf(each, path === '' ? name : `${path}.${name}`),
  );
}
let named: Record<string, unknown> = {};

describe.each(Object.entries(mappings))('the mapping of %s', (name, mapping) => {
  const { schema, example, resources } = cases[name as keyof typeof mappings];
  const rows: readonly Row[] = mapping.rows;

  it('starts from an example that the API takes', () => {
    expect(() => schema.parse(example)).not.toThrow();
  });

  it.each(
    rows.filter((row) => !row.field.endsWith('.id')).map((row) => [row.field, row.element, row] as const),
  )('%s is found at %s', (_field, _element, row) => {
    const wanted = expected(row, example);
    expect(wanted.length).toBeGreaterThan(0);
    expect(foundAt(row, resources.map(withoutEmpty))).toEqual(expect.arrayContaining(wanted));
  });

  it('has a row for every field of the schema and no other', () => {
    const json = z.toJSONSchema(schema, { io: 'input' });
    named = json.$defs ?? {};
    expect([...new Set(rows.map((row) => row.field))].toSorted()).toEqual(
      [...new Set(fieldsOf(json))].toSorted(),
    );
  });
});
