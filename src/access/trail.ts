// Collects what one request touches and lays it down as audit rows: with the writes' own commit, or before the answer.
import { auditKey } from '../store/keys.ts';
import type { Action, Table } from '../store/table.ts';
import { type AuditAction, type AuditEntry, describeCaller, type RequestInfo } from './audit.ts';
import type { Caller } from './caller.ts';

/** One AuditEvent's worth: all that one request did to one child's file, or (no child) outside any file. */
interface Noted {
  readonly touched: Map<string, readonly [AuditAction, string]>;
  readonly queries: Set<string>;
  refused: boolean;
}

/** Audit partition of accesses outside any child's file: one per month. */
const directoryPartition = (at: Date): string => `directory-${at.toISOString().slice(0, 7)}`;

/** Whether a child of this id can have an audit partition of its own, whose entries have ids FHIR allows. */
export const isAuditable = (patientId: string): boolean =>
  patientId.length <= longestPatientId && !patientId.startsWith('directory-');

export class Trail {
  readonly #caller: Caller;
  readonly #request: RequestInfo;
  readonly #now: () => Date;
  readonly #newId: () => string;
  #noted = new Map<string | undefined, Noted>();

  constructor(caller: Caller, request: RequestInfo, now: () => Date, newId: () => string) {
    this.#caller = caller;
    this.#request = request;
    this.#now = now;
    this.#newId = newId;
  }

  note(child: string | undefined, action: AuditAction, reference: string): void {
    this.#of(child).touched.set(`${action} ${reference}`, [action, reference]);
  }

  noteQuery(child: string | undefined, query: string): void {
    const noted = this.#of(child);
    noted.queries.add(query);
    noted.touched.set('E', ['E', '']);
  }

  noteRefusal(child: string | undefined, action: AuditAction, reference: string): void {
    this.note(child, action, reference);
    this.#of(child).refused = true;
  }

  /** Rows for `changes` together with all that was noted so far; `done` forgets the noted once they are durable. */
  rows(
    changes: readonly { readonly child?: string; readonly action: AuditAction; readonly reference: string }[],
    operation?: string,
  ): { actions: Action[]; done: () => void } {
    const included = this.#noted;
    const all = new Map(
      [...included].map(([child, noted]) => [child, { ...noted, touched: new Map(noted.touched) }]),
    );
    for (const { child, action, reference } of changes) {
      const noted = all.get(child) ?? { touched: new Map(), queries: new Set<string>(), refused: false };
      noted.touched.set(`${action} ${reference}`, [action, reference]);
      all.set(child, noted);
    }
    return {
      actions: [...all].map(([child, noted]) => this.#row(child, noted, operation)),
      done: () => {
        if (this.#noted === included) this.#noted = new Map();
      },
    };
  }

  /** Makes everything noted durable. */
  async settle(table: Table): Promise<void> {
    if (this.#noted.size === 0) return;
    const { actions, done } = this.rows([]);
    const chunks = Array.from({ length: Math.ceil(actions.length / table.limits.atOnce) }, (_, index) =>
      actions.slice(index * table.limits.atOnce, (index + 1) * table.limits.atOnce),
    );
    await Promise.all(chunks.map((chunk) => table.commit(chunk)));
    done();
  }

  #of(child: string | undefined): Noted {
    let noted = this.#noted.get(child);
    if (!noted) {
      noted = { touched: new Map(), queries: new Set(), refused: false };
      this.#noted.set(child, noted);
    }
    return noted;
  }

  #row(child: string | undefined, noted: Noted, operation: string | undefined): Action {
    const at = this.#now();
    const entry: AuditEntry = {
      t: at.toISOString(),
      ...describeCaller(this.#caller, this.#request),
      e: [...noted.touched.values()],
      q: noted.queries.size > 0 ? [...noted.queries] : undefined,
      op: operation,
      s: noted.refused ? '4' : '0',
    };
    const sk = `${momentKey(at.getTime())}${this.#newId().replaceAll('-', '').slice(0, 12)}`;
    return {
      put: auditKey(child ?? directoryPartition(at), sk),
      value: JSON.stringify(entry),
      expect: 'absent',
    };
  }
}

/** How sort keys of a trail begin: the moment, in an order that is also that of the text. */
export const momentKey = (milliseconds: number): string => milliseconds.toString(36).padStart(9, '0');

/** AuditEvent ids name their child, so that reading one needs no locator. */
export const auditId = (partition: string, sk: string): string => `${partition}.${sk}`;

export function parseAuditId(id: string): { partition: string; sk: string } | undefined {
  const [, partition, sk] = /^([A-Za-z0-9\-.]{1,42})\.([a-z0-9]{1,21})$/.exec(id) ?? [];
  return partition && sk ? { partition, sk } : undefined;
}

/** 21 characters of sort key and a dot leave this much of an id's 64 for the child's. */
export const longestPatientId = 42;
