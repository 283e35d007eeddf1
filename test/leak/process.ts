// Draws referral, trajectory, team and examinations of a child, in every state there is.
import type { CareTeamParticipant, EpisodeOfCare, ServiceRequest, Task } from '@medplum/fhirtypes';
import { type Code, concept } from '../../src/ivh/codes.ts';
import { type House, houseOf, professionalOf, roleOf } from './cast.ts';
import type { Pen } from './pen.ts';
import { at, days, ours, referrerHouses } from './words.ts';

const requestStates = ['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error'] as const;
const taskStates = [
  'draft',
  'requested',
  'received',
  'accepted',
  'rejected',
  'ready',
  'cancelled',
  'in-progress',
  'on-hold',
  'failed',
  'completed',
  'entered-in-error',
] as const;
const episodeStates = [
  'planned',
  'waitlist',
  'active',
  'onhold',
  'finished',
  'cancelled',
  'entered-in-error',
] as const;

/** Who asks, who is asked (an organisation, or somebody in it), and the task that goes with it. */
export function ask(
  { id: child, draw, subject, word, keep, maybe }: Pen,
  origin: string,
  requester: string,
  performer: string,
  kind: Code<'taak'>,
): string {
  const request = keep('ServiceRequest', origin, (): ServiceRequest => {
    return {
      resourceType: 'ServiceRequest',
      status: draw.chance(0.6) ? 'active' : draw.of(requestStates),
      intent: kind === 'advies' ? 'proposal' : 'order',
      category: draw.chance(0.9) ? [concept('taak', kind)] : undefined,
      code: word(),
      subject,
      requester: at(requester),
      performer: draw.chance(0.8) ? [at(performer)] : undefined,
      reasonCode: [word()],
      note: [{ text: `notitie over ${child}` }],
      authoredOn: draw.of(days),
    };
  });
  maybe(0.8, () => {
    keep('Task', origin, (): Task => {
      return {
        resourceType: 'Task',
        status: draw.chance(0.5)
          ? draw.of(['requested', 'accepted', 'in-progress'] as const)
          : draw.of(taskStates),
        intent: 'order',
        code: draw.chance(0.9) ? concept('taak', kind) : word(),
        focus: at(request),
        for: subject,
        requester: at(requester),
        owner: at(performer),
        description: `taak voor ${child}`,
        note: [{ text: `notitie over ${child}` }],
      };
    });
  });
  return request;
}

/** References of what was asked for, and of the team. */
export function drawProcess(pen: Pen, parents: readonly string[]): { asks: string[]; team?: string } {
  const {
    id: child,
    region,
    source,
    draw,
    ivh,
    subject,
    anywhere,
    house,
    professional,
    word,
    period,
    keep,
    maybe,
  } = pen;
  const asks: string[] = [
    ask(pen, source, source.startsWith('Organization/') ? source : ivh, ivh, 'aanmelding'),
  ];
  maybe(0.25, () => {
    const other = house(referrerHouses);
    asks.push(ask(pen, other, other, ivh, 'aanmelding'));
  });

  const isRunning = draw.chance(0.8);
  if (isRunning) {
    keep(
      'EpisodeOfCare',
      ivh,
      (): EpisodeOfCare => ({
        resourceType: 'EpisodeOfCare',
        type: [concept('trajectvorm', 'kort')],
        referralRequest: [at(asks[0] ?? '')],
        status: draw.chance(0.7) ? 'active' : draw.of(episodeStates),
        patient: subject,
        managingOrganization: at(ivh),
        careManager: draw.chance(0.7) ? at(professional(['begeleider', 'begeleider-2'])) : undefined,
        period: { start: draw.of(days) },
        extension: draw.chance(0.7)
          ? [
              {
                url: ours('StructureDefinition/ivh-ext-gemeente'),
                valueReference: at(houseOf(anywhere(), 'gemeente')),
              },
            ]
          : undefined,
      }),
    );
  }

  let team: string | undefined;
  maybe(isRunning ? 0.7 : 0.1, () => {
    team = keep('CareTeam', ivh, () => ({
      resourceType: 'CareTeam',
      status: draw.chance(0.8) ? 'active' : draw.of(['proposed', 'suspended', 'inactive'] as const),
      subject,
      name: `kernteam van ${child}`,
      period: draw.chance(0.3) ? period() : undefined,
      participant: Array.from({ length: 1 + draw.number(3) }, (): CareTeamParticipant => {
        const span = period();
        const role = [concept('rol', draw.of(['kinderarts', 'trajectbegeleider', 'coordinator']))];
        if (draw.chance(0.25)) return { role, member: at(draw.of(parents)), period: span };
        if (draw.chance(0.3)) return { role, member: at(roleOf(region, 'ziekenhuis')), period: span };
        if (draw.chance(0.3)) return { role, member: at(professional(['arts', 'therapeut'])), period: span };
        return {
          role,
          member: at(professionalOf(region, 'arts')),
          onBehalfOf: at(house()),
          period: span,
        };
      }),
    }));
  });

  maybe(0.6, () => {
    const asked = draw.of<House>(['ziekenhuis', 'revalidatie']);
    const request = ask(
      pen,
      ivh,
      ivh,
      draw.chance(0.3)
        ? roleOf(region, asked === 'revalidatie' ? 'revalidatie' : 'ziekenhuis')
        : houseOf(region, asked),
      'onderzoek',
    );
    asks.push(request);
    maybe(0.6, () => {
      const by = houseOf(region, asked);
      const finding = keep('Observation', by, () => ({
        resourceType: 'Observation',
        status: 'final',
        code: word(),
        subject,
        basedOn: [at(request)],
        performer: draw.chance(0.5) ? [at(by)] : undefined,
        effectiveDateTime: draw.of(days),
        valueQuantity: { value: draw.number(100), unit: 'punten' },
      }));
      keep('DiagnosticReport', by, () => ({
        resourceType: 'DiagnosticReport',
        status: 'final',
        code: word(),
        subject,
        basedOn: [at(request)],
        result: [at(finding)],
        conclusion: `besluit over ${child}`,
      }));
    });
  });
  return { asks, team };
}
