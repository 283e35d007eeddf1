// Collects what one request touches and enters it into the trails: with the writes' own commit, or before the answer.
import { type FailureKind, FhirFailure } from '../../fhir/failure.ts';
import type { Action } from '../../store/table.ts';
import type { Caller } from '../caller.ts';
import { ruleUri } from '../policy/decide.ts';
import { type AuditAction, type AuditEntry, type AuditOrigin, originOf, type RequestInfo } from './audit.ts';
import type { Entered, Ledger } from './ledger.ts';

/** What a change does, as its writer knows it. */
export interface Changed {
  readonly child?: string;
  readonly action: AuditAction;
  readonly reference: string;
}

/** One AuditEvent's worth: all that one request did (or was refused) in one child's file or, without one, outside any. */
interface Noted {
  readonly child: string | undefined;
  readonly refused: boolean;
  readonly touched: Map<string, readonly [AuditAction, string]>;
  readonly queries: Set<string>;
  readonly reasons: Set<string>;
}

type Book = Map<string, Noted>;

export interface TrailParts {
  readonly ledger: Ledger;
  readonly now: () => Date;
  /** What allowed this caller to see something of a child so far. */
  readonly basisOf: (child: string | undefined) => readonly string[];
}

/** Whether a child of this id can have a trail of its own, whose entries have ids FHIR allows. */
export const isAuditable = (patientId: string): boolean =>
  patientId.length <= longestPatientId && isOfChild(patientId);

export const isOfChild = (trail: string): boolean => !/^(directory|refused)-/.test(trail);

export class Trail {
  readonly #origin: AuditOrigin;
  readonly #parts: TrailParts;
  #book: Book = new Map();
  #refusals = 0;

  constructor(parts: TrailParts, caller: Caller, request: RequestInfo) {
    this.#parts = parts;
    this.#origin = originOf(caller, request);
  }

  note(child: string | undefined, action: AuditAction, reference: string): void {
    touch(noteIn(this.#book, child, false), action, reference);
  }

  noteQuery(child: string | undefined, query: string): void {
    const noted = noteIn(this.#book, child, false);
    noted.queries.add(query);
    noted.touched.set('E', ['E', '']);
  }

  /** `reason` is the policy's word for it, or the kind of the failure that the caller was answered. */
  noteRefusal(child: string | undefined, action: AuditAction, reference: string, reason?: string): void {
    const noted = noteIn(this.#book, child, true);
    touch(noted, action, reference);
    if (reason !== undefined) noted.reasons.add(reason);
    this.#refusals += 1;
  }

  /** How many refusals were noted so far. */
  get refusals(): number {
    return this.#refusals;
  }

  /** The request came to nothing: what was looked at for it was not shown. */
  fail(kind: FailureKind | 'error'): void {
    const book: Book = new Map();
    for (const { child, touched, queries, reasons } of this.#book.values()) {
      const noted = noteIn(book, child, true);
      for (const [key, one] of touched) noted.touched.set(key, one);
      for (const query of queries) noted.queries.add(query);
      for (const reason of reasons.size > 0 ? reasons : [kind]) noted.reasons.add(reason);
    }
    this.#book = book;
  }

  /** One commit of the actions and the entries: for `changed`, and for all that was noted so far. */
  async commit(actions: readonly Action[], changed: readonly Changed[], operation?: string): Promise<void> {
    const included = this.#book;
    const book = new Map(
      [...included].map(([key, noted]) => [key, { ...noted, touched: new Map(noted.touched) }]),
    );
    for (const { child, action, reference } of changed) touch(noteIn(book, child, false), action, reference);
    await this.#parts.ledger.commit(actions, this.#entriesOf(book, operation));
    if (this.#book === included) this.#book = new Map();
  }

  /** Makes everything noted durable. */
  async settle(): Promise<void> {
    if (this.#book.size === 0) return;
    const included = this.#book;
    this.#book = new Map();
    await this.#parts.ledger.enter(this.#entriesOf(included, undefined));
  }

  #entriesOf(book: Book, operation: string | undefined): Entered[] {
    const { ledger, now, basisOf } = this.#parts;
    const at = now();
    return [...book.values()].map(({ child, refused, touched, queries, reasons }) => {
      const basis = refused ? [] : basisOf(child);
      const entry: AuditEntry = {
        t: at.toISOString(),
        ...this.#origin,
        ...(operation === 'break-glass' || basis.some(isEmergency) ? { w: 'BTG' } : {}),
        e: [...touched.values()],
        q: queries.size > 0 ? [...queries] : undefined,
        op: operation,
        b: basis.length > 0 ? basis : undefined,
        s: !refused ? '0' : reasons.has('error') ? '8' : '4',
        d: reasons.size > 0 ? [...reasons] : undefined,
      };
      return { trail: child ?? ledger.outside('directory', at), entry };
    });
  }
}

/** Who reads by breaking the glass does so in an emergency, whatever purpose the token was asked for. */
const isEmergency = (basis: string): boolean => basis.startsWith(ruleUri('emergency-'));

/** Who showed no token that we know is in no child's trail, whatever he asked for. */
export async function enterTurnedAway(
  ledger: Ledger,
  request: RequestInfo,
  problem: unknown,
  now: Date,
): Promise<void> {
  const { method = '', path = '' } = request;
  const entry: AuditEntry = {
    t: now.toISOString(),
    ...originOf(undefined, request),
    e: [['E', '']],
    q: [`${method} ${path.slice(0, longestPath)}`],
    s: problem instanceof FhirFailure ? '4' : '8',
    d: [problem instanceof FhirFailure ? problem.kind : 'error'],
  };
  await ledger.enter([{ trail: ledger.outside('refused', now), entry }]);
}

const longestPath = 200;

function noteIn(book: Book, child: string | undefined, refused: boolean): Noted {
  const key = `${refused ? '4' : '0'} ${child ?? ''}`;
  let noted = book.get(key);
  if (!noted) {
    noted = { child, refused, touched: new Map(), queries: new Set(), reasons: new Set() };
    book.set(key, noted);
  }
  return noted;
}

function touch({ touched }: Noted, action: AuditAction, reference: string): void {
  touched.set(`${action} ${reference}`, [action, reference]);
}

/** AuditEvent ids name their trail, so that reading one needs no locator. */
export const auditId = (trail: string, entry: string): string => `${trail}.${entry}`;

export function parseAuditId(id: string): { trail: string; entry: string } | undefined {
  const [, trail, entry] = /^([A-Za-z0-9\-.]{1,42})\.([0-9]{12})$/.exec(id) ?? [];
  return trail && entry ? { trail, entry } : undefined;
}

/** What is left of an id's 64 characters bears a dot, an entry's number and some to spare. */
export const longestPatientId = 42;
