// Lists of referrals: of one child, of the region, of a sender or of a parent.
import type { Resource, ServiceRequest } from '@medplum/fhirtypes';
import type * as z from 'zod';
import type { Context } from '../../interactions/context.ts';
import { ofType } from '../child-file.ts';
import { systemUrl } from '../codes.ts';
import { childrenOfParent, find, worksForRegion } from '../find.ts';
import { kindOf } from '../kinds.ts';
import { idIn, referenceOf } from '../references.ts';
import { referralFrom } from './from-fhir.ts';
import type { ReferralAnswer, referralList, referralQuery } from './schema.ts';

type List = z.infer<typeof referralList>;

export async function listReferrals(context: Context, query: z.infer<typeof referralQuery>): Promise<List> {
  const { caller } = context.dossier;
  if (query.child) {
    const same = await context.dossier.together(query.child);
    return { referrals: await ofChildren(context, same, query.status) };
  }
  if (caller.kind === 'parent') {
    return { referrals: await ofChildren(context, await childrenOfParent(context), query.status) };
  }
  const own: [string, string] = worksForRegion(context)
    ? ['owner', caller.region]
    : ['requester', caller.organization ?? caller.region];
  const page = await find(
    context,
    'Task',
    [
      own,
      ['code', `${systemUrl('taak')}|aanmelding`],
      ...(query.status ? [['status', query.status] as const] : []),
      ['_include', 'Task:focus'],
      ['_include', 'Task:patient'],
    ],
    query.page,
  );
  return { referrals: fromTasks(page.matches, page.included), next: page.next };
}

async function ofChildren(
  context: Context,
  children: readonly string[],
  status: string | undefined,
): Promise<ReferralAnswer[]> {
  const files = await Promise.all(children.map((child) => context.dossier.file(child)));
  return files
    .flatMap((file) => referralsIn(file).map((request) => referralFrom(request, file)))
    .filter((referral) => status === undefined || referral.status === status);
}

const referralsIn = (file: readonly Resource[]): ServiceRequest[] =>
  ofType(file, 'ServiceRequest').filter((each) => kindOf(each) === 'referral');

/** A page of Tasks brings its requests and children along, so that a list costs one search. */
const fromTasks = (matches: readonly Resource[], included: readonly Resource[]): ReferralAnswer[] =>
  ofType(matches, 'Task').flatMap((task) => {
    const request = referralsIn(included).find((each) => referenceOf(each) === task.focus?.reference);
    const child = idIn('Patient', task.for);
    const patient = ofType(included, 'Patient').filter((each) => each.id === child);
    return request ? [referralFrom(request, [task, ...patient])] : [];
  });
