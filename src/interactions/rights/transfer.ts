// Patient/$transfer: a child's file goes to another region, with the parents' consent and all at once.
import type {
  CareTeam,
  EpisodeOfCare,
  Organization,
  Resource,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';
import { FhirFailure, type Issue } from '../../fhir/failure.ts';
import { missing } from '../../fhir/parameters.ts';
import { isOpenRight, rightOf, rights } from '../../fhir/rights.ts';
import type { Write } from '../../store/dossier.ts';
import type { Answer } from '../answer.ts';
import type { Context } from '../context.ts';
import type { OperationCall, OperationSpec } from '../operation.ts';
import { inputOf } from '../operation-input.ts';
import { submit } from '../submit.ts';
import { needBody, onlyFor } from './party.ts';

const canonical = 'https://vroegdossier.nl/fhir';
const municipalityUrl = `${canonical}/StructureDefinition/ivh-ext-gemeente`;
const organisationKinds = `${canonical}/CodeSystem/ivh-organisatie`;

export const transferOperation: OperationSpec = {
  name: 'transfer',
  definition: `${canonical}/OperationDefinition/Patient-transfer`,
  levels: ['instance'],
  types: ['Patient'],
  affectsState: true,
  documentation:
    'Takes to (the Organization of the other region), and municipality where that changes too. Needs a permit of every parent with authority that names the other region, and nothing halfway: an unanswered referral, a planned meeting, a plan waiting for the parents, an open request about a right.',
  serve: transfer,
};

async function transfer(context: Context, call: OperationCall): Promise<Answer> {
  onlyFor(context, ['coordinator']);
  needBody(call);
  const { id = '' } = call;
  const { to, municipality } = await inputOf(context, call, { to: 'uri', municipality: 'uri' } as const);
  if (to === undefined) throw missing('to', 'it names the region, as Organization/<id>');
  const { organization: from = '' } = context.dossier.caller;
  const file = await context.dossier.file(id);
  await needRegion(context, to, from);
  const unwilling = await context.dossier.custody.permitsMissing(id, to);
  const issues = [
    ...halfway(file),
    ...(unwilling ?? [undefined]).map((parent) => ({ text: missingPermit(parent, to) })),
  ];
  if (issues.length > 0) throw new FhirFailure('business-rule', issues);
  const at = context.now().toISOString();
  const writes = file.flatMap((resource) => handOver(resource, { from, to, municipality, at }));
  if (!writes.some((write) => write.method === 'patch' && write.type === 'EpisodeOfCare'))
    throw new FhirFailure(
      'business-rule',
      'There is no trajectory of this region to transfer; refer the child instead.',
    );
  await submit(context, writes, 'transfer-file');
  return {
    status: 200,
    resource: {
      resourceType: 'Parameters',
      parameter: [
        { name: 'to', valueReference: { reference: to } },
        { name: 'changed', valueInteger: writes.length },
      ],
    },
  };
}

const missingPermit = (parent: string | undefined, to: string): string =>
  parent === undefined
    ? 'No parent with recorded authority is known, so nobody can permit it: record ivh-ext-gezag first.'
    : `${parent} has authority, and has not permitted sharing all data with ${to} or objects to some of it: every parent with authority has to permit it.`;

/** The receiver is another region's team, and active. */
async function needRegion(context: Context, to: string, from: string): Promise<void> {
  const refuse = (text: string): never => {
    throw new FhirFailure('bad-parameter', [{ text, parameter: 'to' }]);
  };
  if (to === from) refuse('to is the region that has the child already.');
  if (!/^Organization\/[A-Za-z0-9\-.]{1,64}$/.test(to)) refuse('to must be written as Organization/<id>.');
  const found = (await context.dossier.read(
    'Organization',
    to.slice('Organization/'.length),
  )) as Organization;
  const isTeam = found.type?.some(({ coding }) =>
    coding?.some(({ system, code }) => system === organisationKinds && code === 'ivh-team'),
  );
  if (!isTeam || found.active === false) refuse(`${to} is no active team of IVH (type ivh-team).`);
}

/** What would be cut in two; each is said, so that all can be put right at once. */
function halfway(file: readonly Resource[]): Issue[] {
  return file.flatMap((one): Issue[] => {
    const name = `${one.resourceType}/${one.id}`;
    const refuse = (what: string): Issue[] => [{ text: `${name}: ${what}`, expression: one.resourceType }];
    if (one.resourceType === 'Task') {
      const right = rightOf(one);
      if (right && right !== 'bewaarplicht' && isOpenRight(one.status) && right !== 'rectificatie')
        return refuse(`the request about "${rights[right]}" is not closed; decide or lift it first.`);
      if (isReferral(one) && ['requested', 'received'].includes(one.status))
        return refuse('the referral is not answered; accept or decline it first.');
    }
    if (one.resourceType === 'Encounter' && ['planned', 'arrived', 'in-progress'].includes(one.status))
      return refuse('the meeting is still to be held; hold or cancel it first.');
    if (one.resourceType === 'CarePlan' && one.status === 'draft')
      return refuse('the plan waits for the parents; let them agree, or revoke it first.');
    return [];
  });
}

const isReferral = ({ code }: Task): boolean =>
  code?.coding?.some(
    (one) => one.system === `${canonical}/CodeSystem/ivh-taak` && one.code === 'aanmelding',
  ) ?? false;

interface Move {
  readonly from: string;
  readonly to: string;
  readonly municipality?: string;
  readonly at: string;
}

/** The change that hands one resource over, if it names the old region as who runs, is asked or takes part. */
function handOver(resource: Resource, move: Move): Write[] {
  const moved = movedOf(resource, move);
  if (!moved || !resource.id) return [];
  return [
    {
      method: 'patch',
      type: resource.resourceType,
      id: resource.id,
      change: async (current) => movedOf(current, move) ?? current,
    },
  ];
}

function movedOf(resource: Resource, move: Move): Resource | undefined {
  switch (resource.resourceType) {
    case 'EpisodeOfCare':
      return resource.managingOrganization?.reference === move.from
        ? movedEpisode(resource, move)
        : undefined;
    case 'ServiceRequest':
      return movedRequest(resource, move);
    case 'Task':
      return resource.owner?.reference === move.from
        ? { ...resource, owner: { reference: move.to } }
        : undefined;
    case 'CareTeam':
      return movedTeam(resource, move);
    default:
      return undefined;
  }
}

/** The new region appoints a case manager of its own. */
function movedEpisode(episode: EpisodeOfCare, { to, municipality }: Move): EpisodeOfCare {
  const { careManager: _, extension = [], ...rest } = episode;
  const others = extension.filter(({ url }) => url !== municipalityUrl || municipality === undefined);
  const moved = municipality
    ? [...others, { url: municipalityUrl, valueReference: { reference: municipality } }]
    : others;
  return {
    ...rest,
    managingOrganization: { reference: to },
    ...(moved.length > 0 ? { extension: moved } : {}),
  };
}

function movedRequest(request: ServiceRequest, { from, to }: Move): ServiceRequest | undefined {
  if (!request.performer?.some(({ reference }) => reference === from)) return undefined;
  const performer = request.performer.map((one) => (one.reference === from ? { reference: to } : one));
  return { ...request, performer };
}

/** Who took part for the old region has done so until now. */
function movedTeam(team: CareTeam, { from, at }: Move): CareTeam | undefined {
  const isPresent = (one: NonNullable<CareTeam['participant']>[number]): boolean =>
    one.period?.end === undefined && (one.member?.reference === from || one.onBehalfOf?.reference === from);
  if (!team.participant?.some(isPresent)) return undefined;
  const participant = team.participant.map((one) =>
    isPresent(one) ? { ...one, period: { ...one.period, end: at } } : one,
  );
  return { ...team, participant };
}
