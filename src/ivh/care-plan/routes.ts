// Routes of the advice plan.
import { assignmentStep } from '../assignment.ts';
import * as examples from '../examples.ts';
import { ofChild } from '../fields.ts';
import { route } from '../route.ts';
import { sharingRoutes } from '../sharing/routes.ts';
import { agree } from './agree.ts';
import { changeDraft, draftPlan, plansOf, planWith, revisePlan } from './draft.ts';
import { stepAdvice } from './follow.ts';
import {
  agreementSchema,
  contentSchema,
  planAnswer,
  planList,
  planSchema,
  revisionSchema,
} from './schema.ts';

export const carePlanRoutes = [
  route({
    method: 'POST',
    path: '/ivh/care-plans',
    id: 'draftCarePlan',
    summary: 'Draft the advice plan after the meeting (multidisciplinair adviesplan)',
    body: planSchema,
    example: examples.plan,
    answer: planAnswer,
    status: 201,
    handle: (context, { body }) => draftPlan(context, body),
  }),
  route({
    method: 'GET',
    path: '/ivh/care-plans',
    id: 'listCarePlans',
    summary: 'Advice plans of a child, newest first',
    query: ofChild,
    answer: planList,
    status: 200,
    handle: async (context, { query }) => ({ carePlans: await plansOf(context, query.child) }),
  }),
  route({
    method: 'GET',
    path: '/ivh/care-plans/{id}',
    id: 'readCarePlan',
    summary: 'Read an advice plan, who agreed and how far each line of advice is',
    answer: planAnswer,
    status: 200,
    handle: (context, { params }) => planWith(context, params.id ?? ''),
  }),
  route({
    method: 'PUT',
    path: '/ivh/care-plans/{id}',
    id: 'changeCarePlan',
    summary: 'New content for a draft; agreements given to the former content end',
    body: contentSchema,
    answer: planAnswer,
    status: 200,
    handle: (context, { params, body }) => changeDraft(context, params.id ?? '', body),
  }),
  route({
    method: 'POST',
    path: '/ivh/care-plans/{id}/agreement',
    id: 'agreeCarePlan',
    summary: 'Record a parent’s agreement (akkoord); the last one brings the plan into force',
    body: agreementSchema,
    example: examples.agreement,
    answer: planAnswer,
    status: 201,
    handle: (context, { params, body }) => agree(context, params.id ?? '', body),
  }),
  route({
    method: 'POST',
    path: '/ivh/care-plans/{id}/revise',
    id: 'reviseCarePlan',
    summary: 'A new draft that replaces the plan in force once parents agree to it',
    body: revisionSchema,
    answer: planAnswer,
    status: 201,
    handle: (context, { params, body }) => revisePlan(context, params.id ?? '', body),
  }),
  route({
    method: 'POST',
    path: '/ivh/care-plans/{id}/advice/{advice}/status',
    id: 'stepAdvice',
    summary: 'How far a line of advice is: accepted, waiting, started, completed, declined',
    body: assignmentStep,
    example: examples.step,
    answer: planAnswer.shape.advice.element,
    status: 200,
    handle: (context, { params, body }) => stepAdvice(context, params.id ?? '', params.advice ?? '', body),
  }),
];

/** What parents agree to and decide about is behind one door. */
export const carePlanDoorRoutes = [...carePlanRoutes, ...sharingRoutes];
