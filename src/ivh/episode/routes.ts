// Routes of the traject.

import * as examples from '../examples.ts';
import { ofChild } from '../fields.ts';
import { route } from '../route.ts';
import { caseManagerSchema, episodeAnswer, episodeList, moveSchema, reasonSchema } from './schema.ts';
import { assignCaseManager, close, episodeOf, episodesOf, move, reopen } from './steer.ts';

export const episodeRoutes = [
  route({
    method: 'GET',
    path: '/ivh/episodes',
    id: 'listEpisodes',
    summary: 'Trajecten of a child',
    query: ofChild,
    answer: episodeList,
    status: 200,
    handle: async (context, { query }) => ({ episodes: await episodesOf(context, query.child) }),
  }),
  route({
    method: 'GET',
    path: '/ivh/episodes/{id}',
    id: 'readEpisode',
    summary: 'Read a traject, its state and its clocks',
    answer: episodeAnswer,
    status: 200,
    handle: (context, { params }) => episodeOf(context, params.id ?? ''),
  }),
  route({
    method: 'POST',
    path: '/ivh/episodes/{id}/case-manager',
    id: 'assignCaseManager',
    summary: 'Assign the trajectbegeleider, in the traject and in the kernteam',
    body: caseManagerSchema,
    example: examples.caseManager,
    answer: episodeAnswer,
    status: 200,
    handle: (context, { params, body }) => assignCaseManager(context, params.id ?? '', body),
  }),
  route({
    method: 'POST',
    path: '/ivh/episodes/{id}/move',
    id: 'moveEpisode',
    summary: 'Move the traject: wachtlijst, intake, nazorg, lopend',
    body: moveSchema,
    example: examples.move,
    answer: episodeAnswer,
    status: 200,
    handle: (context, { params, body }) => move(context, params.id ?? '', body),
  }),
  route({
    method: 'POST',
    path: '/ivh/episodes/{id}/close',
    id: 'closeEpisode',
    summary: 'Close the traject with a reason (afsluiten)',
    body: reasonSchema,
    answer: episodeAnswer,
    status: 200,
    handle: (context, { params, body }) => close(context, params.id ?? '', body),
  }),
  route({
    method: 'POST',
    path: '/ivh/episodes/{id}/reopen',
    id: 'reopenEpisode',
    summary: 'Reopen a closed traject; the file goes on',
    body: reasonSchema,
    answer: episodeAnswer,
    status: 200,
    handle: (context, { params, body }) => reopen(context, params.id ?? '', body),
  }),
];
