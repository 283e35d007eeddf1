// The lines of the region's board for who counts and sees no child: stripped of all that names one.
import { FhirFailure } from '../fhir/failure.ts';
import type { DossierStore } from '../store/dossier-store.ts';
import type { Json } from '../store/head.ts';
import type { Trail } from './audit/trail.ts';
import { decide, type Rule } from './policy/decide.ts';
import type { Sight } from './sight.ts';

export interface FigureParts {
  readonly sight: Sight;
  readonly trail: Trail;
  readonly store: DossierStore;
  readonly rules: readonly Rule[];
}

/** References of resources and people, by whatever name a line has them. */
const reference = /^[A-Z][A-Za-z]+\//;

export async function figures({ sight, trail, store, rules }: FigureParts): Promise<Json[]> {
  sight.needWholeScope('s', 'EpisodeOfCare', 'read-figures');
  const { allow } = decide(rules, {
    ...sight.question('s', 'EpisodeOfCare'),
    operation: 'read-figures',
    relations: { organization: new Set(), self: new Set() },
  });
  if (!allow)
    throw new FhirFailure(
      'forbidden',
      `The policy does not let a ${sight.caller.kind} count over the region for the purpose ${sight.caller.purpose}.`,
    );
  trail.noteQuery(undefined, 'status figures');
  const rows = await store.board(sight.caller.region);
  return rows.map(({ value }) => nameless(JSON.parse(value) as Json));
}

/** The line with nothing where something is named. */
function nameless(value: Json): Json {
  if (typeof value === 'string') return reference.test(value) ? '' : value;
  if (Array.isArray(value)) return value.map(nameless);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, below]): [string, Json][] =>
      below === undefined || name === 'joined' ? [] : [[name, nameless(below)]],
    ),
  );
}
