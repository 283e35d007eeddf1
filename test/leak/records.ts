// Draws what is recorded in a child's file: findings, plan, messages, documents, meetings.
import { concept } from '../../src/ivh/codes.ts';
import { multidisciplinary } from '../../src/ivh/kinds.ts';
import { professionalOf } from './cast.ts';
import type { Pen } from './pen.ts';
import { ask } from './process.ts';
import { at, days, words } from './words.ts';

/** References of the conditions. */
export function drawRecords(pen: Pen, parents: readonly string[], asks: string[]): string[] {
  const { id: child, region, source, draw, ivh, subject, house, professional, word, keep, maybe } = pen;
  const conditions: string[] = [];
  for (let more = draw.number(3); more > 0; more -= 1) {
    conditions.push(
      keep('Condition', draw.of([ivh, house()]), () => ({
        resourceType: 'Condition',
        clinicalStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
        },
        code: word(),
        subject,
        asserter: draw.chance(0.2) ? at(draw.of(parents)) : undefined,
      })),
    );
  }
  for (let more = draw.number(3); more > 0; more -= 1) {
    const by = house();
    keep('Observation', draw.of([by, ivh]), () => ({
      resourceType: 'Observation',
      status: 'final',
      code: word(),
      subject,
      performer: draw.chance(0.3) ? [at(by)] : undefined,
      effectiveDateTime: draw.of(days),
      valueString: `waarneming over ${child}`,
    }));
  }

  maybe(0.6, () => {
    const advised = house(['revalidatie', 'logopedie', 'school', 'opvang']);
    const advice = ask(pen, ivh, ivh, advised, 'advies');
    asks.push(advice);
    keep('CarePlan', ivh, () => ({
      resourceType: 'CarePlan',
      category: [{ coding: [multidisciplinary] }],
      status: draw.chance(0.6) ? 'active' : draw.of(['draft', 'revoked', 'completed'] as const),
      intent: 'plan',
      subject,
      title: `plan van ${child}`,
      description: `omschrijving ${draw.of(words)}`,
      addresses: conditions.length > 0 ? [at(draw.of(conditions))] : undefined,
      note: [{ text: `notitie over ${child}` }],
      activity: [{ reference: at(advice), progress: [{ text: `voortgang van ${child}` }] }],
    }));
    maybe(0.5, () => {
      keep('Goal', ivh, () => ({
        resourceType: 'Goal',
        lifecycleStatus: 'active',
        description: word(),
        subject,
        addresses: conditions.length > 0 ? [at(draw.of(conditions))] : undefined,
      }));
    });
  });

  maybe(0.4, () => {
    const parties = [house(), ivh];
    const message = keep('Communication', draw.of(parties), () => ({
      resourceType: 'Communication',
      status: 'completed',
      subject,
      sender: at(draw.of(parties)),
      recipient: [at(draw.of([house(), ivh]))],
      about: [at(draw.of(asks))],
      payload: [{ contentString: `bericht over ${child}` }],
    }));
    maybe(0.4, () => {
      keep('Communication', draw.of(parties), () => ({
        resourceType: 'Communication',
        status: 'completed',
        subject,
        inResponseTo: [at(message)],
        sender: at(ivh),
        recipient: [at(draw.of(parties))],
        payload: [{ contentString: `antwoord over ${child}` }],
      }));
    });
  });
  maybe(0.3, () => {
    const by = house();
    const file = keep('Binary', by, () => ({
      resourceType: 'Binary',
      contentType: 'text/plain',
      data: 'Z2VoZWlt',
      securityContext: subject,
    }));
    keep('DocumentReference', by, () => ({
      resourceType: 'DocumentReference',
      status: 'current',
      subject,
      type: word(),
      content: [{ attachment: { url: file, title: `verslag van ${child}` } }],
    }));
  });
  maybe(0.3, () => {
    const encounter = keep('Encounter', ivh, () => ({
      resourceType: 'Encounter',
      type: [concept('gesprek', 'mdo')],
      status: draw.of(['planned', 'finished'] as const),
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR' },
      subject,
      period: { start: draw.of(days) },
      participant: [{ individual: at(professional(['arts', 'begeleider'])) }],
    }));
    keep('Appointment', ivh, () => ({
      resourceType: 'Appointment',
      status: 'booked',
      description: `overleg over ${child}`,
      participant: [
        { actor: subject, status: 'accepted' },
        { actor: at(professionalOf(region, 'arts')), status: 'accepted' },
      ],
    }));
    keep('Composition', ivh, () => ({
      resourceType: 'Composition',
      status: 'final',
      type: word(),
      subject,
      encounter: at(encounter),
      date: draw.of(days),
      author: [at(ivh)],
      title: `verslag van ${child}`,
      section: conditions.length > 0 ? [{ title: 'problemen', entry: [at(draw.of(conditions))] }] : undefined,
    }));
  });
  maybe(0.3, () => {
    keep('Provenance', draw.of([ivh, source]), () => ({
      resourceType: 'Provenance',
      target: [at(draw.of([...asks, ...conditions, ...parents]))],
      recorded: '2026-05-01T10:00:00Z',
      agent: [{ who: at(ivh) }],
    }));
  });
  maybe(0.3, () => {
    keep('QuestionnaireResponse', draw.of([source, ivh]), () => ({
      resourceType: 'QuestionnaireResponse',
      status: 'completed',
      subject,
      source: at(draw.of(parents)),
      authored: draw.of(days),
      item: [{ linkId: '1', answer: [{ valueString: `antwoord van ${child}` }] }],
    }));
  });
  return conditions;
}
