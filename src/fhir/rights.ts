// Rights of child and parents as they stand in resources: Tasks of ivh-recht, and a parent's statement on a resource.
import type { Extension, Resource, Task } from '@medplum/fhirtypes';

const canonical = 'https://vroegdossier.nl/fhir';

export const rightSystem = `${canonical}/CodeSystem/ivh-recht`;
export const statementUrl = `${canonical}/StructureDefinition/ivh-ext-verklaring`;

/** Codes of ivh-recht with their Dutch names. */
export const rights = {
  rectificatie: 'Rectificatie',
  vernietiging: 'Vernietiging',
  beperking: 'Beperking van de verwerking',
  bewaarplicht: 'Bewaarplicht',
} as const;
export type Right = keyof typeof rights;

export const isRight = (code: string | undefined): code is Right =>
  code !== undefined && Object.hasOwn(rights, code);

/** Which right a Task is about; undefined for any other resource. */
export function rightOf(resource: Resource | undefined): Right | undefined {
  if (resource?.resourceType !== 'Task') return undefined;
  return resource.code?.coding
    ?.map(({ system, code }) => (system === rightSystem ? code : undefined))
    .find(isRight);
}

export const rightCode = (right: Right): Task['code'] => ({
  coding: [{ system: rightSystem, code: right, display: rights[right] }],
});

/** States in which a right still asks for something, or holds. */
export const isOpenRight = (status: string): boolean =>
  ['requested', 'received', 'accepted', 'in-progress', 'on-hold'].includes(status);

const steps: Readonly<Record<string, readonly string[]>> = {
  requested: ['received', 'accepted', 'in-progress', 'rejected', 'completed', 'cancelled'],
  received: ['accepted', 'in-progress', 'rejected', 'completed', 'cancelled'],
  accepted: ['in-progress', 'rejected', 'completed', 'cancelled'],
  'in-progress': ['rejected', 'completed', 'cancelled'],
};

/** Where a Task about a right goes from a state; what is refused, done or withdrawn stays that. */
export const rightSteps = (status: string): readonly string[] => steps[status] ?? [];

/** The statements of parents on a resource. */
export const statementsOf = (resource: Resource | undefined): readonly Extension[] =>
  resource && 'extension' in resource
    ? (resource.extension ?? []).filter(({ url }) => url === statementUrl)
    : [];

export interface Statement {
  readonly text: string;
  readonly at: string;
  /** `RelatedPerson/<id>`. */
  readonly by: string;
}

export const statementOf = ({ text, at, by }: Statement): Extension => ({
  url: statementUrl,
  extension: [
    { url: 'tekst', valueString: text },
    { url: 'datum', valueDateTime: at },
    { url: 'door', valueReference: { reference: by } },
  ],
});

export function readStatement({ extension = [] }: Extension): Statement {
  const part = (url: string) => extension.find((one) => one.url === url);
  return {
    text: part('tekst')?.valueString ?? '',
    at: part('datum')?.valueDateTime ?? '',
    by: part('door')?.valueReference?.reference ?? '',
  };
}
