// Parameters by which something can be found, drawn from what is in the world.
import { bsnSystem, testSystem } from '../../end-to-end/scenes.ts';
import { houseNames, houseOf, professionalOf, regions } from '../cast.ts';
import type { Draw } from '../draw.ts';
import { type Held, idOf, lastLiving, typeOf } from '../held.ts';
import { type Scene, someChild, target, targetOf } from '../scene.ts';
import { families, words } from '../words.ts';

export type Pair = readonly [string, string];

/** Parameters by which something of the type can be found, drawn from one resource of it. */
export function criterion(held: Held, scene: Scene, draw: Draw): Pair {
  const type = typeOf(held);
  const child = held.child ?? someChild(scene, draw).id;
  const resource = lastLiving(held);
  const status = 'status' in resource && typeof resource.status === 'string' ? resource.status : 'active';
  const common: Pair[] = [
    ['_id', idOf(held)],
    ['_id', `${idOf(held)},${idOf(target(scene, draw))}`],
    ['identifier', `${testSystem}|${idOf(held)}`],
    ['identifier', idOf(held)],
    ['_lastUpdated', draw.of(['gt2026-04-23', 'lt2026-04-24', 'ge2026-05-02', '2026-04-23'])],
  ];
  const ofFile: Pair[] = [
    ['patient', `Patient/${child}`],
    ['patient', child],
    ['patient.identifier', `${testSystem}|${child}`],
    ['patient.name', draw.of(families)],
    [`patient:Patient.family`, draw.of(families)],
    ['patient._has:Condition:patient:_id', idOf(targetOf(scene, ['Condition'], draw))],
    ['patient._has:RelatedPerson:patient:identifier', `${bsnSystem}|999990019`],
    ['patient:missing', draw.of(['true', 'false'])],
    ['patient:not', `Patient/${child}`],
  ];
  const house = houseOf(draw.of(regions), draw.of(houseNames));
  const special: Readonly<Record<string, readonly Pair[]>> = {
    Patient: [
      ['name', draw.of(families).slice(0, 3)],
      ['family:exact', draw.of(families)],
      ['birthdate', draw.of(['2021-02-03', 'gt2022-01-01', '2022'])],
      ['gender', draw.of(['male', 'female', 'unknown'])],
      ['general-practitioner', house],
      ['_has:Condition:patient:_id', idOf(targetOf(scene, ['Condition'], draw))],
      ['_has:Observation:patient:_lastUpdated', 'gt2020'],
      ['_has:Task:patient:owner', house],
      ['_has:ServiceRequest:patient:requester', house],
      ['_has:Consent:patient:status', 'active'],
      ['_has:Observation:subject:_has:DiagnosticReport:result:status', 'final'],
      ['_has:CareTeam:patient:participant', house],
    ],
    Task: [
      ['owner', house],
      ['status', status],
      ['requester', house],
      ['focus', `${idOf(targetOf(scene, ['ServiceRequest'], draw))}`],
      ['focus:ServiceRequest.requester', house],
      ['focus:ServiceRequest.status', 'active'],
      ['focus:ServiceRequest.requester:Organization.name', draw.of(houseNames)],
    ],
    ServiceRequest: [
      ['performer', house],
      ['requester', house],
      ['status', status],
      ['authored', 'gt2026-01-01'],
      ['_has:Task:focus:status', 'accepted'],
      ['_has:DiagnosticReport:based-on:_id', idOf(targetOf(scene, ['DiagnosticReport'], draw))],
    ],
    Observation: [
      ['date', 'gt2026-01-01'],
      ['code:text', draw.of(words)],
      ['value-string', 'waarneming'],
      ['value-quantity', 'gt10'],
      ['performer', house],
      ['based-on', idOf(targetOf(scene, ['ServiceRequest'], draw))],
      ['based-on:ServiceRequest.requester', house],
    ],
    Condition: [
      ['code:text', draw.of(words)],
      ['clinical-status', 'active'],
      ['asserter:RelatedPerson.identifier', `${bsnSystem}|999990019`],
    ],
    CarePlan: [
      ['condition', idOf(targetOf(scene, ['Condition'], draw))],
      ['condition:missing', 'false'],
      ['condition.code:text', draw.of(words)],
      ['status', status],
      ['activity-reference', idOf(targetOf(scene, ['ServiceRequest'], draw))],
    ],
    CareTeam: [
      ['participant', draw.of([house, professionalOf(draw.of(regions), 'arts')])],
      ['participant:Practitioner.name', 'arts'],
      ['date', 'gt2026-01-01'],
    ],
    EpisodeOfCare: [
      ['organization', house],
      ['care-manager', professionalOf(draw.of(regions), 'begeleider')],
      ['status', status],
      ['care-manager.name', 'begeleider'],
    ],
    Communication: [
      ['recipient', house],
      ['sender', house],
      ['sent:missing', 'true'],
    ],
    DiagnosticReport: [
      ['result', idOf(targetOf(scene, ['Observation'], draw))],
      ['result.code:text', draw.of(words)],
      ['based-on.status', 'active'],
    ],
    Provenance: [['target', target(scene, draw).name]],
    Consent: [
      ['actor', house],
      ['status', status],
      ['period', 'gt2020'],
      ['scope', 'patient-privacy'],
    ],
    RelatedPerson: [
      ['identifier', `${bsnSystem}|999990019`],
      ['active', draw.of(['true', 'false'])],
      ['name', draw.of(families)],
    ],
    Group: [
      ['member', `Patient/${child}`],
      ['member.family', draw.of(families)],
      ['_id', 'groep-0'],
    ],
  };
  const isOfFile = type !== 'Patient' && held.child !== undefined;
  return draw.of([
    ...common,
    ...(isOfFile ? ofFile : []),
    ...(special[type] ?? []),
    ...(special[type] ?? []),
  ]);
}
