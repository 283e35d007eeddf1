// Something new that points to what is hidden, seen or made up.
import type { Resource } from '@medplum/fhirtypes';
import { bsnSystem, testSystem } from '../../end-to-end/scenes.ts';
import { parentNumbers } from '../cast.ts';
import type { Draw } from '../draw.ts';
import { idOf, typeOf } from '../held.ts';
import { type Scene, someChild, target, targetOf } from '../scene.ts';

const at = (reference: string) => ({ reference });

/** An id that the one who asks may choose. */
export const ownId = ({ asker }: Scene, draw: Draw): string =>
  `${(asker.organization ?? asker.client).replace('Organization/', '')}-eigen-${draw.number(3)}`;

/** A reference to something hidden, shown or made up, or a condition that would find it. */
function pointer(scene: Scene, types: readonly string[], draw: Draw): string {
  const one = targetOf(scene, types, draw);
  return draw.of([
    one.name,
    one.name,
    `${one.name}-niet`,
    `${typeOf(one)}?identifier=${testSystem}|${idOf(one)}`,
    `${typeOf(one)}?_id=${idOf(one)}`,
    `https://dossier.example.org/fhir/${one.name}`,
  ]);
}

/** Something new about a child, pointing where it can. */
export function fresh(scene: Scene, draw: Draw): Resource {
  const child = someChild(scene, draw).id;
  const subject = at(
    draw.of([
      `Patient/${child}`,
      `Patient/${child}`,
      `Patient/${child}x`,
      `Patient?identifier=${testSystem}|${child}`,
    ]),
  );
  const identifier = draw.chance(0.3)
    ? [{ system: testSystem, value: idOf(target(scene, draw)) }]
    : undefined;
  const asks = ['ServiceRequest'];
  return draw.of<() => Resource>([
    () => ({
      resourceType: 'Observation',
      identifier,
      status: 'final',
      code: { text: 'nieuw' },
      subject,
      basedOn: draw.chance(0.6) ? [at(pointer(scene, asks, draw))] : undefined,
      derivedFrom: draw.chance(0.4) ? [at(pointer(scene, ['Observation'], draw))] : undefined,
      valueString: 'nieuw',
    }),
    () => ({
      resourceType: 'Communication',
      identifier,
      status: 'completed',
      subject: draw.chance(0.8) ? subject : undefined,
      about: draw.chance(0.7) ? [at(pointer(scene, [typeOf(target(scene, draw))], draw))] : undefined,
      recipient: [at('Organization/ivh-noord')],
      payload: [{ contentString: 'nieuw' }],
    }),
    () => ({
      resourceType: 'Provenance',
      target: [at(target(scene, draw).name)],
      recorded: '2026-06-01T10:00:00Z',
      agent: [{ who: at('Organization/ivh-noord') }],
    }),
    () => ({
      resourceType: 'DocumentReference',
      status: 'current',
      subject,
      content: [{ attachment: { url: targetOf(scene, ['Binary'], draw).name, title: 'nieuw' } }],
    }),
    () => ({
      resourceType: 'Binary',
      contentType: 'text/plain',
      data: 'bmlldXc=',
      securityContext: draw.chance(0.5)
        ? subject
        : at(pointer(scene, ['DocumentReference', 'Patient'], draw)),
    }),
    () => ({
      resourceType: 'DiagnosticReport',
      status: 'final',
      code: { text: 'nieuw' },
      subject,
      result: [at(pointer(scene, ['Observation'], draw))],
    }),
    () => ({
      resourceType: 'Group',
      type: 'person',
      actual: true,
      member: [{ entity: at(pointer(scene, ['Patient'], draw)) }],
    }),
    () => ({
      resourceType: 'Task',
      identifier,
      status: 'requested',
      intent: 'order',
      for: subject,
      focus: at(pointer(scene, ['ServiceRequest', 'CarePlan'], draw)),
    }),
    () => ({
      resourceType: 'QuestionnaireResponse',
      status: 'completed',
      subject,
      source: at(pointer(scene, ['RelatedPerson'], draw)),
    }),
    () => ({
      resourceType: 'RelatedPerson',
      patient: subject,
      identifier: [{ system: bsnSystem, value: draw.of(parentNumbers) }],
      relationship: [{ text: 'ouder' }],
    }),
  ])();
}
