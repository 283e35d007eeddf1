// Looks into the region as one of its systems: the board, a child's whole file, a search.
import * as z from 'zod';
import { boardAnswer } from '../../ivh/status/status.ts';
import type { Send } from './send.ts';

const resource = z.looseObject({
  resourceType: z.string(),
  id: z.string(),
  status: z.string().optional(),
  meta: z.looseObject({
    tag: z.array(z.looseObject({ system: z.string().optional(), code: z.string().optional() })).optional(),
  }),
});
export type Seen = z.infer<typeof resource>;

const bundle = z.looseObject({
  entry: z.array(z.looseObject({ resource })).optional(),
  link: z.array(z.object({ relation: z.string(), url: z.string() })).optional(),
});

/** Everything a search answers, over all its pages. */
export async function search(send: Send, who: string, path: string): Promise<Seen[]> {
  const found: Seen[] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const page: z.infer<typeof bundle> = await send({
      who,
      tells: 'looks',
      method: 'GET',
      path: next,
      answer: bundle,
    });
    found.push(...(page.entry ?? []).map((entry) => entry.resource));
    const url = page.link?.find(({ relation }) => relation === 'next')?.url;
    next = url === undefined ? undefined : url.slice(url.indexOf('/fhir'));
  }
  return found;
}

export const wholeFile = (send: Send, who: string, child: string): Promise<Seen[]> =>
  search(send, who, `/fhir/Patient/${child}/$everything`);

export async function boardLine(send: Send, child: string) {
  const board = await readBoard(send);
  return board.lines.find((line) => line.child === child);
}

export const readBoard = (send: Send): Promise<z.infer<typeof boardAnswer>> =>
  send({
    who: 'coordinator',
    tells: 'looks at the board',
    method: 'GET',
    path: '/ivh/status',
    answer: boardAnswer,
  });
