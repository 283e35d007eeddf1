// Tells from a resource's JSON text alone that it cannot match a search, so that most of a file need not be parsed.
import type { Criterion, SearchQuery } from './query.ts';

/** False only for text (as JSON.stringify writes it) of a resource that does not match. */
export type TextTest = (json: string) => boolean;

/** Undefined when the query asks for nothing that would have to stand in the text as it is. */
export function textTest({ criteria }: SearchQuery): TextTest | undefined {
  const demands = criteria.map(codesDemanded).filter((codes) => codes !== undefined);
  if (demands.length === 0) return undefined;
  return (json) => {
    const folded = json.toLowerCase();
    return demands.every((codes) => codes.some((code) => folded.includes(code)));
  };
}

/** The codes of which one has to be in the text, quoted as there; only plain ASCII folds the same way everywhere. */
function codesDemanded(criterion: Criterion): string[] | undefined {
  if (criterion.kind !== 'value' || criterion.negated || criterion.modifier !== undefined) return undefined;
  const { leaves } = criterion.parameter;
  if (![...leaves].every((leaf) => leaf === 'Coding' || leaf === 'CodeableConcept')) return undefined;
  const codes = criterion.anyOf.flatMap((value) =>
    value.kind === 'token' && value.code !== undefined && /^[\x21-\x7e]+$/.test(value.code)
      ? [JSON.stringify(value.code.toLowerCase())]
      : [],
  );
  return codes.length === criterion.anyOf.length ? codes : undefined;
}
