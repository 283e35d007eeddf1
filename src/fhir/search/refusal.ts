// Why a search parameter is refused, while a query is still being read; the reader gathers these into one failure.

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: 'bad-parameter' | 'not-supported';
  /** Lenient handling may go on without this parameter. */
  readonly isDroppable: boolean;
  constructor(kind: 'bad-parameter' | 'not-supported', text: string, isDroppable = false) {
    super(text);
    this.kind = kind;
    this.isDroppable = isDroppable;
  }
}

/** The value or modifier of a parameter we know is wrong. */
export const bad = (name: string, text: string): Refusal => new Refusal('bad-parameter', `${name}: ${text}`);

/** Nobody knows the parameter, or it does not fit what is searched. */
export const unknown = (text: string): Refusal => new Refusal('bad-parameter', text, true);

/** FHIR defines it, this server does not offer it. */
export const unoffered = (name: string, text: string): Refusal =>
  new Refusal('not-supported', `${name}: ${text}`);

export const quoteList = (items: readonly string[]): string => items.join(', ');
