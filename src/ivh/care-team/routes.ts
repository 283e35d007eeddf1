// Routes of the kernteam.

import * as examples from '../examples.ts';
import { ofChild } from '../fields.ts';
import { route } from '../route.ts';
import { addMember, composeTeam, endMember, readTeam, teamsOf } from './compose.ts';
import { teamFrom } from './fhir.ts';
import { memberEnd, memberSchema, teamAnswer, teamList, teamSchema } from './schema.ts';

export const careTeamRoutes = [
  route({
    method: 'POST',
    path: '/ivh/care-teams',
    id: 'composeCareTeam',
    summary: 'Compose the team around a child (kernteam)',
    body: teamSchema,
    example: examples.team,
    answer: teamAnswer,
    status: 201,
    handle: (context, { body }) => composeTeam(context, body),
  }),
  route({
    method: 'GET',
    path: '/ivh/care-teams',
    id: 'listCareTeams',
    summary: 'Teams of a child',
    query: ofChild,
    answer: teamList,
    status: 200,
    handle: async (context, { query }) => ({ careTeams: await teamsOf(context, query.child) }),
  }),
  route({
    method: 'GET',
    path: '/ivh/care-teams/{id}',
    id: 'readCareTeam',
    summary: 'Read a team, with who is missing for the minimum team',
    answer: teamAnswer,
    status: 200,
    handle: async (context, { params }) => teamFrom(await readTeam(context, params.id ?? '')),
  }),
  route({
    method: 'POST',
    path: '/ivh/care-teams/{id}/members',
    id: 'addMember',
    summary: 'Add a member to the team',
    body: memberSchema,
    answer: teamAnswer,
    status: 201,
    handle: (context, { params, body }) => addMember(context, params.id ?? '', body),
  }),
  route({
    method: 'POST',
    path: '/ivh/care-teams/{id}/members/{member}/end',
    id: 'endMember',
    summary: 'A member leaves the team; the period stays in the file',
    body: memberEnd,
    answer: teamAnswer,
    status: 200,
    handle: (context, { params, body }) => endMember(context, params.id ?? '', params.member ?? '', body.on),
  }),
  route({
    method: 'DELETE',
    path: '/ivh/care-teams/{id}/members/{member}',
    id: 'removeMember',
    summary: 'A member leaves the team today',
    answer: teamAnswer,
    status: 200,
    handle: (context, { params }) => endMember(context, params.id ?? '', params.member ?? '', undefined),
  }),
];
