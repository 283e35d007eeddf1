// Draws what was decided about a child's file: by parents about sharing, in need, and about its use.
import type { Consent, Task } from '@medplum/fhirtypes';
import { houseNames, houseOf } from './cast.ts';
import type { Pen } from './pen.ts';
import { at, categories, ours, shareScope } from './words.ts';

interface Around {
  readonly parents: readonly string[];
  readonly team?: string;
  readonly conditions: readonly string[];
}

export function drawDecisions(pen: Pen, { parents, team, conditions }: Around): void {
  const { id: child, region, source, draw, ivh, subject, house, professional, period, keep, maybe } = pen;
  maybe(0.15, () => {
    keep('Communication', draw.of([houseOf(region, 'ziekenhuis'), houseOf(region, 'huisarts')]), () => ({
      resourceType: 'Communication',
      status: 'completed',
      category: [{ coding: [{ system: ours('CodeSystem/ivh-melding'), code: 'noodtoegang' }] }],
      subject,
      sent: draw.of(['2026-06-01T07:00:00Z', '2026-05-31T21:00:00Z', '2026-05-31T07:00:00Z']),
      sender: at(draw.chance(0.4) ? professional(['begeleider']) : house(['ziekenhuis', 'huisarts'])),
      recipient: [at(ivh)],
      payload: [{ contentString: `nood bij ${child}` }],
    }));
  });
  maybe(0.12, () => {
    keep('Task', ivh, (): Task => {
      return {
        resourceType: 'Task',
        status: draw.of(['requested', 'in-progress', 'completed'] as const),
        intent: 'order',
        code: {
          coding: [{ system: ours('CodeSystem/ivh-recht'), code: draw.of(['beperking', 'bewaarplicht']) }],
        },
        focus: at(draw.of([`Patient/${child}`, ...conditions])),
        for: subject,
        requester: at(draw.of(parents)),
      };
    });
  });

  for (const parentName of parents) {
    for (let more = draw.number(3); more > 0 && draw.chance(0.6); more -= 1)
      keep('Consent', draw.of([ivh, source]), () => decision(parentName));
  }
  function decision(performer: string): Consent {
    return {
      resourceType: 'Consent',
      status: draw.chance(0.8) ? 'active' : draw.of(['inactive', 'entered-in-error', 'rejected'] as const),
      scope: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: shareScope }],
      },
      category: [{ coding: [{ system: ours('CodeSystem/ivh-akkoord'), code: 'delen' }] }],
      patient: subject,
      performer: [at(performer)],
      dateTime: '2026-04-01T10:00:00+02:00',
      policyRule: { text: 'besluit van de ouder' },
      provision: {
        type: draw.chance(0.6) ? 'permit' : 'deny',
        period: draw.chance(0.4) ? period() : undefined,
        actor: draw.chance(0.4)
          ? [
              {
                role: {
                  coding: [
                    { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' },
                  ],
                },
                reference: at(team && draw.chance(0.2) ? team : house(houseNames)),
              },
            ]
          : undefined,
        extension: draw.chance(0.3)
          ? [
              {
                url: ours('StructureDefinition/ivh-ext-ontvangersoort'),
                valueCodeableConcept: {
                  coding: [
                    {
                      system: ours('CodeSystem/ivh-ontvangersoort'),
                      code: draw.of([
                        'school',
                        'childcare',
                        'municipality',
                        'hospital',
                        'gp',
                        'jgz',
                        'provider',
                      ]),
                    },
                  ],
                },
              },
            ]
          : undefined,
        purpose: draw.chance(0.25)
          ? [
              {
                system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
                code: draw.of(['TREAT', 'CAREMGT', 'HPAYMT']),
              },
            ]
          : undefined,
        class: draw.chance(0.3) ? draw.some(categories, 0.5) : undefined,
      },
    };
  }
}
