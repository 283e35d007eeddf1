// Quantities: a number with a unit, as code of a system or as printed. https://hl7.org/fhir/R4/search.html#quantity
import { asElement, type Element, numberOf, textOf } from './element.ts';
import { compareSpans, parseNumber, type Span } from './number.ts';
import type { Found } from './path.ts';
import type { QuantityValue } from './query.ts';
import { bad } from './refusal.ts';
import { split, unescaped } from './syntax.ts';

export function parseQuantity(name: string, text: string): QuantityValue {
  const [value = '', system, unit, ...more] = split(text, '|').map((part) => unescaped(name, part));
  if (more.length > 0 || (system !== undefined && unit === undefined)) {
    throw bad(name, `'${text}' is no quantity; write number, number|system|code or number||unit`);
  }
  return {
    kind: 'quantity',
    number: parseNumber(name, value),
    system: system || undefined,
    unit: unit || undefined,
  };
}

export function quantityMatches(search: QuantityValue, found: Found): boolean {
  const measure = measureOf(found);
  if (measure === undefined || !unitMatches(search, measure.unit)) return false;
  return compareSpans(search.number, measure);
}

/** `unit` is the Quantity that carries the unit. */
export function measureOf({ type, value }: Found): (Span & { unit: Element }) | undefined {
  const element = asElement(value);
  if (type === 'Range') return rangeMeasure(element);
  if (type === 'SampledData') return sampledMeasure(element);
  const number = numberOf(element, 'value');
  return number === undefined
    ? undefined
    : { ...spanOf(number, textOf(element, 'comparator')), unit: element };
}

/** A stored `<5` stands for everything below 5, without 5 itself. */
function spanOf(value: number, comparator: string | undefined): Span {
  const step = Number.EPSILON * Math.max(1, Math.abs(value));
  switch (comparator) {
    case '<':
      return { low: -Infinity, high: value - step };
    case '<=':
      return { low: -Infinity, high: value };
    case '>':
      return { low: value + step, high: Infinity };
    case '>=':
      return { low: value, high: Infinity };
    default:
      return { low: value, high: value };
  }
}

function rangeMeasure(range: Element): (Span & { unit: Element }) | undefined {
  const [low, high] = [asElement(range.low), asElement(range.high)];
  const [from, to] = [numberOf(low, 'value'), numberOf(high, 'value')];
  if (from === undefined && to === undefined) return undefined;
  return { low: from ?? -Infinity, high: to ?? Infinity, unit: from === undefined ? high : low };
}

/** The bounds of the samples: those stated, else those found in the data. */
function sampledMeasure(sampled: Element): (Span & { unit: Element }) | undefined {
  const unit = asElement(sampled.origin);
  const [origin, factor] = [numberOf(unit, 'value') ?? 0, numberOf(sampled, 'factor') ?? 1];
  const data = textOf(sampled, 'data')?.split(' ').map(Number).filter(Number.isFinite) ?? [];
  const measured = data.map((datum) => origin + datum * factor);
  const low = numberOf(sampled, 'lowerLimit') ?? (measured.length > 0 ? Math.min(...measured) : undefined);
  const high = numberOf(sampled, 'upperLimit') ?? (measured.length > 0 ? Math.max(...measured) : undefined);
  return low === undefined || high === undefined ? undefined : { low, high, unit };
}

function unitMatches({ system, unit }: QuantityValue, stored: Element): boolean {
  if (system !== undefined && textOf(stored, 'system') !== system) return false;
  if (unit === undefined) return true;
  return textOf(stored, 'code') === unit || (system === undefined && textOf(stored, 'unit') === unit);
}
