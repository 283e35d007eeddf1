// What one step reads: some children's files, or some resources of a type that lies in none, and where the next goes on.
import { namedAfter } from '../access/export-children.ts';
import type { ExportAsk, ExportReader } from '../access/export-reader.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { isServedType } from '../fhir/types.ts';
import { exportLimits } from '../interactions/export-desk.ts';
import type { Job } from './job.ts';
import { type Placed, placedLines } from './ndjson.ts';
import { childrenPhase, nextPhase } from './phases.ts';

interface Stretch {
  readonly placed: Placed[];
  readonly children: number;
  /** Undefined when all is read. */
  readonly next?: Pick<Job, 'phase' | 'after'>;
}

/** Lines held in memory at once, in characters: past this a step ends early. */
const mostHeld = 16_000_000;
const abreast = 6;

export async function readStretch(reader: ExportReader, job: Job): Promise<Stretch> {
  const ask: ExportAsk = {
    types: new Set(job.types),
    filters: job.filters,
    elements: job.elements,
    since: job.since,
    until: job.at,
  };
  return job.phase === childrenPhase ? readChildren(reader, job, ask) : readList(reader, job, ask);
}

async function readChildren(reader: ExportReader, job: Job, ask: ExportAsk): Promise<Stretch> {
  const { children: most } = exportLimits;
  const named = await namedBy(reader, job);
  const ids = named ? namedAfter(named, job.after, most) : await reader.childrenAfter(job.after, most);
  const placed: Placed[] = [];
  let held = 0;
  let read = 0;
  while (read < ids.length && held < mostHeld) {
    const some = ids.slice(read, read + abreast);
    const files = named ? await Promise.all(some.map((id) => reader.filesOf(id, named))) : [some];
    const found = await Promise.all(files.flat().map((id) => reader.child(id, ask)));
    for (const line of found.flatMap(placedLines)) {
      placed.push(line);
      held += line.line.json.length;
    }
    read += some.length;
  }
  const last = ids[read - 1];
  const isLast = read === ids.length && ids.length < most;
  return {
    placed,
    children: read,
    next: isLast || last === undefined ? phaseAfter(job) : { phase: job.phase, after: last },
  };
}

/** The children asked for by name or as members of a Group; undefined where all are. */
async function namedBy(reader: ExportReader, { group, patients }: Job): Promise<Set<string> | undefined> {
  const asked = patients && new Set(patients);
  if (group === undefined) return asked;
  const members = await reader.members(group);
  if (!members) throw new FhirFailure('forbidden', `Group/${group} is not here any more.`);
  return new Set(asked ? members.filter((id) => asked.has(id)) : members);
}

async function readList(reader: ExportReader, job: Job, ask: ExportAsk): Promise<Stretch> {
  const { phase } = job;
  if (!isServedType(phase)) throw new FhirFailure('not-supported', `${phase} is not served any more.`);
  const { after, ...found } = await reader.listed(phase, job.after, exportLimits.records, ask);
  return {
    placed: placedLines(found),
    children: 0,
    next: after === undefined ? phaseAfter(job) : { phase, after },
  };
}

function phaseAfter(job: Job): Stretch['next'] {
  const phase = nextPhase(job);
  return phase === undefined ? undefined : { phase, after: '' };
}
