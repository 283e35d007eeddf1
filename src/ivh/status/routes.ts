// Route of the region's board.
import { route } from '../route.ts';
import { board, boardAnswer, boardQuery } from './status.ts';

export const statusRoutes = [
  route({
    method: 'GET',
    path: '/ivh/status',
    id: 'readBoard',
    summary: 'The region’s board: states, clocks and late plans, without names',
    query: boardQuery,
    answer: boardAnswer,
    status: 200,
    handle: (context, { query }) => board(context, query),
  }),
];
