// One child's file as IVH builds it: referred by JGZ, a trajectory, an examination at the hospital, a team, a plan.
import type { CarePlan, Condition, Patient, RelatedPerson, Resource } from '@medplum/fhirtypes';
import { alexMotherBsn } from '../../src/local/sandbox-region.ts';
import type { Sandbox } from './sandbox.ts';
import {
  bsnSystem,
  carePlan,
  careTeam,
  child,
  condition,
  episode,
  observation,
  parentOf,
  request,
  task,
} from './scenes.ts';

const at = <T extends string>(reference: T) => ({ reference });
const taskKinds = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-taak';
export const adviceCode = { coding: [{ system: taskKinds, code: 'advies' }] };

export const secretDiagnosis = 'Vermoeden van autisme (geheim)';

export interface FileScene {
  readonly patient: Patient & { id: string };
  /** By the name a test knows it under. */
  readonly resources: Readonly<Record<string, Resource & { id: string }>>;
  readonly parent: RelatedPerson & { id: string };
  readonly condition: Condition & { id: string };
  readonly plan: CarePlan & { id: string };
}

export async function openFile(sandbox: Sandbox, bsn: string): Promise<FileScene> {
  const [jgz, hospital, tester] = await Promise.all(['jgz', 'hospital', 'tester'].map(sandbox.as));
  if (!jgz || !hospital || !tester) throw new Error('no clients');
  const patient = await jgz.made(child({ identifier: [{ system: bsnSystem, value: bsn }] }));
  const { id } = patient;
  const parent = await jgz.made(
    parentOf(id, { identifier: [{ system: bsnSystem, value: alexMotherBsn }], name: [{ text: 'Moeder' }] }),
  );
  const referral = await jgz.made(
    request(id, {
      requester: at('Organization/jgz-heuvelrand'),
      performer: [at('Organization/ivh-heuvelrand')],
    }),
  );
  const trajectory = await tester.made(
    episode(id, {
      managingOrganization: at('Organization/ivh-heuvelrand'),
      careManager: at('Practitioner/casemanager-jansen'),
      extension: [
        {
          url: 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-gemeente',
          valueReference: at('Organization/gemeente-zonnedal'),
        },
      ],
    }),
  );
  const asked = await tester.made(
    request(id, { performer: [at('Organization/ziekenhuis-heuvelrand')], note: [{ text: secretDiagnosis }] }),
  );
  const askedTask = await tester.made(
    task(id, { focus: at(`ServiceRequest/${asked.id}`), owner: at('Organization/ziekenhuis-heuvelrand') }),
  );
  const result = await hospital.made(observation(id, { basedOn: [at(`ServiceRequest/${asked.id}`)] }));
  const team = await tester.made(
    careTeam(id, {
      participant: [
        { member: at('Practitioner/orthopedagoog-visser'), onBehalfOf: at('Organization/mkd-het-kompas') },
      ],
    }),
  );
  const diagnosis = await tester.made(condition(id, secretDiagnosis));
  const advice = await tester.made(
    request(id, {
      intent: 'proposal',
      category: [adviceCode],
      code: { text: 'Opvoedondersteuning' },
      reasonCode: [{ text: secretDiagnosis }],
      note: [{ text: secretDiagnosis }],
    }),
  );
  const plan = await tester.made(
    carePlan(id, {
      title: 'Plan',
      description: secretDiagnosis,
      addresses: [at(`Condition/${diagnosis.id}`)],
      supportingInfo: [at(`Observation/${result.id}`)],
      note: [{ text: secretDiagnosis }],
      activity: [
        {
          reference: at(`ServiceRequest/${advice.id}`),
          progress: [{ text: secretDiagnosis }],
        },
        {
          detail: {
            status: 'in-progress',
            code: { text: 'Logopedie' },
            reasonCode: [{ text: secretDiagnosis }],
            reasonReference: [at(`Condition/${diagnosis.id}`)],
            description: secretDiagnosis,
          },
        },
      ],
    }),
  );
  const draft = await tester.made(carePlan(id, { status: 'draft', title: 'Concept' }));
  return {
    patient,
    parent,
    condition: diagnosis,
    plan,
    resources: {
      patient,
      parent,
      referral,
      trajectory,
      asked,
      askedTask,
      result,
      team,
      diagnosis,
      advice,
      plan,
      draft,
    },
  };
}
