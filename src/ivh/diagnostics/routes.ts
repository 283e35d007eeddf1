// Routes of examinations and their results.
import { assignmentStep } from '../assignment.ts';
import * as examples from '../examples.ts';
import { ofChild } from '../fields.ts';
import { meetingRoutes } from '../meeting/routes.ts';
import { route } from '../route.ts';
import {
  examinationOf,
  examinationsOf,
  pushResult,
  requestExamination,
  resultsOf,
  stepExamination,
} from './examine.ts';
import {
  examinationAnswer,
  examinationList,
  examinationSchema,
  resultAnswer,
  resultList,
  resultSchema,
} from './schema.ts';

export const diagnosticsRoutes = [
  route({
    method: 'POST',
    path: '/ivh/diagnostics',
    id: 'pushDiagnostics',
    summary: 'Push the result of an examination into the child’s file',
    body: resultSchema,
    example: examples.result,
    answer: resultAnswer,
    status: 201,
    handle: (context, { body }) => pushResult(context, body),
  }),
  route({
    method: 'GET',
    path: '/ivh/diagnostics',
    id: 'listDiagnostics',
    summary: 'Results in a child’s file, newest first',
    query: ofChild,
    answer: resultList,
    status: 200,
    handle: async (context, { query }) => ({ diagnostics: await resultsOf(context, query.child) }),
  }),
  route({
    method: 'POST',
    path: '/ivh/diagnostics/requests',
    id: 'requestDiagnostics',
    summary: 'Ask an organisation for an examination (onderzoek)',
    body: examinationSchema,
    example: examples.examination,
    answer: examinationAnswer,
    status: 201,
    handle: (context, { body }) => requestExamination(context, body),
  }),
  route({
    method: 'GET',
    path: '/ivh/diagnostics/requests',
    id: 'listDiagnosticRequests',
    summary: 'Examinations asked for, with where they stand',
    query: ofChild,
    answer: examinationList,
    status: 200,
    handle: async (context, { query }) => ({ requests: await examinationsOf(context, query.child) }),
  }),
  route({
    method: 'GET',
    path: '/ivh/diagnostics/requests/{id}',
    id: 'readDiagnosticRequest',
    summary: 'Read one examination request',
    answer: examinationAnswer,
    status: 200,
    handle: (context, { params }) => examinationOf(context, params.id ?? ''),
  }),
  route({
    method: 'POST',
    path: '/ivh/diagnostics/requests/{id}/status',
    id: 'stepDiagnosticRequest',
    summary: 'Answer an examination request: accept, waiting list, start, decline',
    body: assignmentStep,
    example: examples.step,
    answer: examinationAnswer,
    status: 200,
    handle: (context, { params, body }) => stepExamination(context, params.id ?? '', body),
  }),
];

/** Meetings are diagnostics too: one door serves both. */
export const diagnosticsDoorRoutes = [...diagnosticsRoutes, ...meetingRoutes];
