// Reads a search query strictly: what is not understood is refused, with what would be. https://hl7.org/fhir/R4/search.html#errors

import type { ResourceType } from '@medplum/fhirtypes';
import { catalogue, FhirFailure } from '../failure.ts';
import type { Terminology } from '../terminology.ts';
import { isServedType, servedTypes } from '../types.ts';
import { type Draft, readControl } from './control.ts';
import { parseCriterion } from './criterion.ts';
import { refuseLongQuery } from './limits.ts';
import type { SearchQuery } from './query.ts';
import { quoteList, Refusal } from './refusal.ts';
import { scopeOf } from './scope.ts';

export interface ParseOptions {
  /** `lenient` goes on without parameters nobody knows, and says so in `ignored`. */
  readonly handling: 'strict' | 'lenient';
  /** The server's own base URL without a slash at the end; absolute references to it count as local. */
  readonly base?: string;
  /** Milliseconds since 1970, for `ap` on dates; without it `ap` means "overlaps". */
  readonly now?: number;
  /** Whether the caller gives `matches` the surroundings that chains and `_has` need; without it they are refused. */
  readonly canFollow?: boolean;
  /** What is known of codes, for `:in`, `:not-in`, `:above` and `:below` on tokens (see `needsTerminology`). */
  readonly terminology?: Terminology;
  /** Names of parameters the caller reads itself (a page token); they go to `own` unread. */
  readonly own?: readonly string[];
}

/** `Resource` as type is a search over the types of `_type` (without it all), by the parameters they share. */
export function parseSearch(
  type: ResourceType | 'Resource',
  query: Iterable<readonly [string, string]>,
  options: ParseOptions,
): SearchQuery {
  if (type !== 'Resource' && !isServedType(type)) {
    throw new FhirFailure(
      'not-supported',
      `${type} is not served here; the types are ${quoteList(servedTypes)}`,
    );
  }
  const draft: Draft = {
    type,
    criteria: [],
    sort: [],
    include: [],
    revinclude: [],
    format: [],
    own: [],
    ignored: [],
    base: options.base,
  };
  const seen = new Set<string>();
  const refusals: Refused[] = [];
  for (const [name, value] of typesFirst(query)) {
    try {
      readParameter(draft, name, value, seen, options);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (options.handling === 'strict' || !error.isDroppable)
        refusals.push({ refusal: error, parameter: name });
      else draft.ignored = [...draft.ignored, { name, value, reason: error.message }];
    }
  }
  refusals.push(...contradictions(draft).map((refusal) => ({ refusal })));
  if (refusals.length > 0) throw failureOf(refusals);
  return draft;
}

/** What a parameter means depends on the types searched. */
function typesFirst(query: Iterable<readonly [string, string]>): (readonly [string, string])[] {
  const all = [...query];
  refuseLongQuery(all);
  const isTypes = ([name]: readonly [string, string]): boolean => name === '_type';
  return [...all.filter(isTypes), ...all.filter((pair) => !isTypes(pair))];
}

function readParameter(
  draft: Draft,
  name: string,
  value: string,
  seen: Set<string>,
  options: ParseOptions,
): void {
  if (options.own?.includes(name)) draft.own = [...draft.own, [name, value]];
  else if (!readControl(draft, name, value, seen)) {
    draft.criteria = [...draft.criteria, parseCriterion(scopeOf(draft), name, value, options)];
  }
}

function contradictions({ summary, elements, include, revinclude }: Draft): Refusal[] {
  const found: Refusal[] = [];
  if (summary === 'text' && include.length + revinclude.length > 0) {
    found.push(
      new Refusal('bad-parameter', '_summary: text cannot be combined with _include or _revinclude'),
    );
  }
  if (elements !== undefined && summary !== undefined && summary !== 'false') {
    found.push(
      new Refusal('bad-parameter', '_elements: cannot be combined with _summary; both choose elements'),
    );
  }
  return found;
}

/** A refusal and the parameter it is about, as written. */
interface Refused {
  readonly refusal: Refusal;
  readonly parameter?: string;
}

/** Refusals quote what was sent, which may be long. */
const longestText = 4_000;

function failureOf(refused: readonly Refused[]): FhirFailure {
  const kind = refused[0]?.refusal.kind ?? 'bad-parameter';
  return new FhirFailure(
    kind,
    refused.map(({ refusal, parameter }) => ({
      text: refusal.message.slice(0, longestText),
      code: catalogue[refusal.kind].issue,
      parameter: parameter?.slice(0, 64),
    })),
  );
}
