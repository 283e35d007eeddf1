// transaction: all entries or none, in one commit. https://hl7.org/fhir/R4/http.html#transaction
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { relocated } from '../fhir/expression.ts';
import { catalogue, FhirFailure } from '../fhir/failure.ts';
import { outcomeOf } from '../fhir/outcome.ts';
import type { Write } from '../store/dossier.ts';
import { type Answer, type Return, writtenAnswer } from './answer.ts';
import type { Context } from './context.ts';
import { responseEntry, withDistinctUrls } from './response-entry.ts';
import { commit, misfits, refuse } from './submit.ts';
import { type Entry, type ReadPatch, readEntries } from './transaction-entries.ts';

/** Answers one reading entry the way the single interaction would. */
export type AnswerRead = (entry: BundleEntry) => Promise<Answer>;

interface EntryServices {
  readonly answerRead: AnswerRead;
  readonly readPatch: ReadPatch;
}

/** The spec's order: deletes, creates, changes (all in the commit's plan), and reads of what then is there. */
export async function transaction(
  context: Context,
  bundle: Bundle,
  wanted: Return,
  { answerRead, readPatch }: EntryServices,
): Promise<Answer> {
  const { entries, issues } = await readEntries(context, bundle, readPatch);
  const writing = entries.filter((entry) => entry.write !== undefined);
  const writes = writing.flatMap(({ write }) => write ?? []);
  issues.push(...(await misfits(context, writes)));
  if (issues.length > 0) return refuse(context, writes, issues);
  await tryReads(entries, writes, answerRead);
  const written = writes.length > 0 ? await commit(context, writes) : [];
  const answers = new Map<Entry, Answer>();
  writing.forEach((entry, place) => {
    const one = written[place];
    if (one) answers.set(entry, writtenAnswer(context, one, wanted));
  });
  for (const entry of entries) if (!entry.write) answers.set(entry, await readAfter(entry, answerRead));
  const answered = entries.flatMap((entry) => {
    const answer = answers.get(entry);
    return answer ? [responseEntry(context, answer)] : [];
  });
  return {
    status: 200,
    resource: {
      resourceType: 'Bundle',
      type: 'transaction-response',
      entry: withDistinctUrls(answered),
    },
  };
}

/** A read that cannot succeed refuses the whole before anything is written; one of a resource written here must wait. */
async function tryReads(
  entries: readonly Entry[],
  writes: readonly Write[],
  answerRead: AnswerRead,
): Promise<void> {
  if (writes.length === 0) return;
  const puts = new Set(
    writes.map((write) =>
      write.method === 'update' ? `${write.resource.resourceType}/${write.resource.id}` : '',
    ),
  );
  const deletes = new Set(
    writes.map((write) => (write.method === 'delete' ? `${write.type}/${write.id}` : '')),
  );
  for (const { at, write, url, entry } of entries) {
    if (write) continue;
    const [path = ''] = url.split('?');
    const place = (expression: string | undefined): string => expression ?? `${at}.request.url`;
    if (deletes.has(path)) {
      const text = `${path} is deleted by another entry; read it before.`;
      throw new FhirFailure('invalid', [{ text, expression: place(undefined) }]);
    }
    if (puts.has(path.split('/').slice(0, 2).join('/'))) continue;
    try {
      await answerRead(entry);
    } catch (problem) {
      throw problem instanceof FhirFailure ? relocated(problem, place) : problem;
    }
  }
}

/** The commit stands by now: a read that fails all the same says so in its own entry. */
async function readAfter({ entry }: Entry, answerRead: AnswerRead): Promise<Answer> {
  try {
    return await answerRead(entry);
  } catch (problem) {
    if (!(problem instanceof FhirFailure)) throw problem;
    return { status: catalogue[problem.kind].status, resource: outcomeOf(problem) };
  }
}
