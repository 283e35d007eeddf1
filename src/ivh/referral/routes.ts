// Routes of the referral concept.
import * as examples from '../examples.ts';
import { route } from '../route.ts';
import { accept, decline, feedbackOn, giveFeedback, referralOf, withdraw } from './decide.ts';
import { feedbackFrom } from './from-fhir.ts';
import { listReferrals } from './list.ts';
import { refer } from './refer.ts';
import {
  acceptance,
  feedback,
  feedbackAnswer,
  feedbackList,
  referralAnswer,
  referralList,
  referralQuery,
  referralSchema,
  refusal,
  withdrawal,
} from './schema.ts';

const idOf = (params: Readonly<Record<string, string>>): string => params.id ?? '';

export const referralRoutes = [
  route({
    method: 'POST',
    path: '/ivh/referrals',
    id: 'createReferral',
    summary: 'Refer a child to Integrale Vroeghulp (aanmelden)',
    body: referralSchema,
    example: examples.referral,
    answer: referralAnswer,
    status: 201,
    handle: async (context, { body }) => referralOf(context, await refer(context, body)),
  }),
  route({
    method: 'GET',
    path: '/ivh/referrals',
    id: 'listReferrals',
    summary: 'Referrals of the region, of the sender, of a parent or of one child',
    query: referralQuery,
    answer: referralList,
    status: 200,
    handle: (context, { query }) => listReferrals(context, query),
  }),
  route({
    method: 'GET',
    path: '/ivh/referrals/{id}',
    id: 'readReferral',
    summary: 'Read a referral and where it stands',
    answer: referralAnswer,
    status: 200,
    handle: (context, { params }) => referralOf(context, idOf(params)),
  }),
  route({
    method: 'POST',
    path: '/ivh/referrals/{id}/accept',
    id: 'acceptReferral',
    summary: 'Accept a referral; the traject is planned or waits',
    body: acceptance,
    answer: referralAnswer,
    status: 200,
    handle: (context, { params, body }) => accept(context, idOf(params), body),
  }),
  route({
    method: 'POST',
    path: '/ivh/referrals/{id}/decline',
    id: 'declineReferral',
    summary: 'Decline a referral with a reason (afwijzen)',
    body: refusal,
    example: examples.decline,
    answer: referralAnswer,
    status: 200,
    handle: (context, { params, body }) => decline(context, idOf(params), body),
  }),
  route({
    method: 'POST',
    path: '/ivh/referrals/{id}/withdraw',
    id: 'withdrawReferral',
    summary: 'Withdraw a referral (intrekken)',
    body: withdrawal,
    answer: referralAnswer,
    status: 200,
    handle: (context, { params, body }) => withdraw(context, idOf(params), body.reason),
  }),
  route({
    method: 'POST',
    path: '/ivh/referrals/{id}/feedback',
    id: 'giveFeedback',
    summary: 'Tell the referrer how it goes (terugkoppeling)',
    body: feedback,
    answer: feedbackAnswer,
    status: 201,
    handle: async (context, { params, body }) =>
      feedbackFrom(await giveFeedback(context, idOf(params), body.text)),
  }),
  route({
    method: 'GET',
    path: '/ivh/referrals/{id}/feedback',
    id: 'listFeedback',
    summary: 'What the referrer was told, newest first',
    answer: feedbackList,
    status: 200,
    handle: async (context, { params }) => ({
      feedback: (await feedbackOn(context, idOf(params))).map(feedbackFrom),
    }),
  }),
];
