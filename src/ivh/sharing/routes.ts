// Routes by which parents say who may see what.
import * as examples from '../examples.ts';
import { ofChild } from '../fields.ts';
import { route } from '../route.ts';
import { decideSharing, decisionsOf, withdrawDecision } from './decide.ts';
import { decisionAnswer, decisionList, decisionSchema } from './schema.ts';

export const sharingRoutes = [
  route({
    method: 'POST',
    path: '/ivh/sharing',
    id: 'decideSharing',
    summary:
      'A parent permits or objects to sharing (toestemming of bezwaar); holds from the next request on',
    body: decisionSchema,
    example: examples.decision,
    answer: decisionAnswer,
    status: 201,
    handle: (context, { body }) => decideSharing(context, body),
  }),
  route({
    method: 'GET',
    path: '/ivh/sharing',
    id: 'listSharing',
    summary: 'What the parents of a child decided about sharing, the last first',
    query: ofChild,
    answer: decisionList,
    status: 200,
    handle: async (context, { query }) => ({ decisions: await decisionsOf(context, query.child) }),
  }),
  route({
    method: 'POST',
    path: '/ivh/sharing/{id}/withdraw',
    id: 'withdrawSharing',
    summary: 'Withdraw a decision about sharing (intrekken)',
    answer: decisionAnswer,
    status: 200,
    handle: (context, { params }) => withdrawDecision(context, params.id ?? ''),
  }),
];
