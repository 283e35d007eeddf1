// Patient/$who-may-see: who may see what of a child and why, as data and in plain Dutch. An operation of ours.
import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Overview, Seen, Viewer, Withheld } from '../store/overview.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import type { OperationCall, OperationSpec } from './operation.ts';
import { inputOf } from './operation-input.ts';
import { overviewText } from './who-may-see-text.ts';
import { groupName, kindName, purposeName, relationName } from './who-may-see-words.ts';

const readers: readonly string[] = ['parent', 'coordinator', 'case-manager', 'tester'];

export const whoMaySeeOperation: OperationSpec = {
  name: 'who-may-see',
  definition: 'https://vroegdossier.nl/fhir/OperationDefinition/Patient-who-may-see',
  levels: ['instance'],
  types: ['Patient'],
  affectsState: false,
  documentation:
    'Who may see what of this child at this moment, and why: for parents, the coordinator and the case manager. Answers a viewer for each organisation or person, with ties, data, purposes and what that rests on; the parents’ decisions; and text: the same in plain Dutch, as XHTML.',
  serve: answer,
};

async function answer(context: Context, call: OperationCall): Promise<Answer> {
  await inputOf(context, call, {});
  const overview = await context.dossier.whoMaySee(call.id ?? '');
  if (!readers.includes(context.dossier.caller.kind)) {
    throw new FhirFailure(
      'forbidden',
      `This overview is for parents, the coordinator and the case manager; the client is a ${context.dossier.caller.kind}.`,
    );
  }
  const resource: Parameters = {
    resourceType: 'Parameters',
    parameter: [
      ...overview.viewers.map(viewerPart),
      ...decisionsOf(overview),
      { name: 'text', valueString: overviewText(overview, context.now()) },
    ],
  };
  return { status: 200, resource };
}

const viewerPart = ({ who, name, kind, bsn, relations, sees, withheld }: Viewer): ParametersParameter => ({
  name: 'viewer',
  part: [
    { name: 'who', valueReference: { reference: who, ...(name && { display: name }) } },
    { name: 'kind', valueCoding: { ...kindCoding(kind), display: kindName(kind) } },
    { name: 'bsn', valueCode: bsn },
    ...relations.map(
      ({ as, ground, from, until }): ParametersParameter => ({
        name: 'relation',
        part: [
          { name: 'as', valueCode: as },
          { name: 'because', valueReference: { reference: ground } },
          { name: 'text', valueString: relationName(as) },
          ...(from || until
            ? [
                {
                  name: 'period',
                  valuePeriod: { ...(from && { start: from }), ...(until && { end: until }) },
                },
              ]
            : []),
        ],
      }),
    ),
    ...sees.map(seenPart),
    ...withheld.map(withheldPart),
  ],
});

const kindCoding = (code: string) =>
  code === 'tester' || code === 'analyst'
    ? { code }
    : { system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-ontvangersoort', code };

const dataPart = (group: string): ParametersParameter => ({
  name: 'data',
  valueCoding: {
    ...(/^\d$/.test(group) ? { system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-bouwsteen' } : {}),
    code: group,
    display: groupName(group),
  },
});

const purposeParts = (purposes: readonly string[]): ParametersParameter[] =>
  purposes.map((code) => ({
    name: 'purpose',
    valueCoding: {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
      code,
      display: purposeName(code),
    },
  }));

const basisParts = (basis: readonly string[]): ParametersParameter[] =>
  basis.map((one) =>
    one.startsWith('urn:')
      ? { name: 'rule', valueUri: one }
      : { name: 'because', valueReference: { reference: one } },
  );

const seenPart = ({ group, purposes, shown, of, view, basis }: Seen): ParametersParameter => ({
  name: 'sees',
  part: [
    dataPart(group),
    ...purposeParts(purposes),
    { name: 'shown', valueInteger: shown },
    { name: 'of', valueInteger: of },
    ...(view ? [{ name: 'view', valueCode: view }] : []),
    ...basisParts(basis),
  ],
});

const withheldPart = ({ group, purposes, reason, basis }: Withheld): ParametersParameter => ({
  name: 'withheld',
  part: [
    dataPart(group),
    ...purposeParts(purposes),
    { name: 'reason', valueCode: reason },
    ...basisParts(basis),
  ],
});

const decisionsOf = ({ decisions }: Overview): ParametersParameter[] =>
  decisions.map((consent) => ({
    name: 'decision',
    part: [
      { name: 'consent', valueReference: { reference: `Consent/${consent.id}` } },
      ...(consent.provision?.type ? [{ name: 'type', valueCode: consent.provision.type }] : []),
      ...(consent.performer?.[0] ? [{ name: 'by', valueReference: consent.performer[0] }] : []),
    ],
  }));
