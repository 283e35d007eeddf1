// Routes of the multidisciplinary meeting.

import * as examples from '../examples.ts';
import { ofChild } from '../fields.ts';
import { route } from '../route.ts';
import { holdMeeting, meetingOf, meetingsOf, planMeeting } from './meet.ts';
import { heldSchema, meetingAnswer, meetingList, meetingSchema } from './schema.ts';

export const meetingRoutes = [
  route({
    method: 'POST',
    path: '/ivh/meetings',
    id: 'planMeeting',
    summary: 'Plan a multidisciplinary meeting (MDO)',
    body: meetingSchema,
    example: examples.meeting,
    answer: meetingAnswer,
    status: 201,
    handle: (context, { body }) => planMeeting(context, body),
  }),
  route({
    method: 'GET',
    path: '/ivh/meetings',
    id: 'listMeetings',
    summary: 'Meetings about a child, newest first',
    query: ofChild,
    answer: meetingList,
    status: 200,
    handle: async (context, { query }) => ({ meetings: await meetingsOf(context, query.child) }),
  }),
  route({
    method: 'GET',
    path: '/ivh/meetings/{id}',
    id: 'readMeeting',
    summary: 'Read a meeting',
    answer: meetingAnswer,
    status: 200,
    handle: (context, { params }) => meetingOf(context, params.id ?? ''),
  }),
  route({
    method: 'POST',
    path: '/ivh/meetings/{id}/hold',
    id: 'holdMeeting',
    summary: 'Record that the meeting was held; the minimum team must have been there',
    body: heldSchema,
    example: examples.held,
    answer: meetingAnswer,
    status: 200,
    handle: (context, { params, body }) => holdMeeting(context, params.id ?? '', body),
  }),
];
