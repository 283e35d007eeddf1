// Which of several offers a client likes best, by its Accept header. https://www.rfc-editor.org/rfc/rfc9110#name-accept
import { fhirVersion, parseMediaType } from './media-type.ts';

/** Something that can be answered, under any of these names. */
export interface Offer<T> {
  readonly as: T;
  readonly types: readonly string[];
}

interface Range {
  readonly type: string;
  readonly weight: number;
  readonly order: number;
}

interface Liking {
  readonly weight: number;
  readonly precision: number;
  readonly order: number;
}

/** Undefined when none is wanted. Among equals: the one named most precisely, then first in the header, then first offered. */
export function choose<T>(accept: string | undefined, offers: readonly Offer<T>[]): T | undefined {
  const ranges = rangesOf(accept);
  let best: { as: T; liking: Liking } | undefined;
  for (const { as, types } of offers) {
    for (const type of types) {
      const liking = likingOf(ranges, type);
      if (liking.weight > 0 && (!best || isBetter(liking, best.liking))) best = { as, liking };
    }
  }
  return best?.as;
}

/** Whether one of these is wanted by its own name, not just as part of a range. */
export const isNamed = (accept: string | undefined, types: readonly string[]): boolean =>
  rangesOf(accept).some(({ type, weight }) => weight > 0 && types.includes(type));

function rangesOf(accept: string | undefined): readonly Range[] {
  if (!accept?.trim()) return [{ type: '*/*', weight: 1, order: 0 }];
  return accept.split(',').flatMap((text, order) => {
    const { type, parameters } = parseMediaType(text);
    const version = parameters.get('fhirversion');
    const isOurs = version === undefined || version === fhirVersion;
    return type === '' || !isOurs ? [] : [{ type, weight: weightOf(parameters.get('q')), order }];
  });
}

/** A weight that cannot be read counts as none given. */
const weightOf = (text: string | undefined): number =>
  text !== undefined && /^(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 1;

/** The most precise range that fits decides. */
function likingOf(ranges: readonly Range[], type: string): Liking {
  let found: Liking = { weight: 0, precision: -1, order: 0 };
  for (const range of ranges) {
    const precision = precisionOf(range.type, type);
    if (precision > found.precision) found = { weight: range.weight, precision, order: range.order };
  }
  return found;
}

function precisionOf(range: string, type: string): number {
  if (range === type) return 2;
  if (range === '*/*' || range === '*') return 0;
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1)) ? 1 : -1;
}

const isBetter = (left: Liking, right: Liking): boolean =>
  left.weight - right.weight > 0 ||
  (left.weight === right.weight &&
    (left.precision > right.precision || (left.precision === right.precision && left.order < right.order)));
