// Adds entries to trails: each in the commit it belongs to, at the end of its chain.
import { setTimeout as sleep } from 'node:timers/promises';
import { FhirFailure } from '../../fhir/failure.ts';
import { auditKey, entryName, tipKey } from '../../store/keys.ts';
import { type Action, CommitConflict, type Key, type Table } from '../../store/table.ts';
import type { AuditEntry } from './audit.ts';
import { decodeTip, encodeTip, nextEntry, start, type Tip } from './chain.ts';

export interface Entered {
  readonly trail: string;
  readonly entry: AuditEntry;
}

interface Waiting extends Entered {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Where a trail ends, and the version of the row that says so: 0 where there is none yet. */
interface End {
  readonly tip: Tip;
  readonly version: number;
}

/** One trail as this process knows it. */
interface Chain {
  readonly trail: string;
  /** What this process last saw or wrote; a rival in another process may have gone on from there. */
  end: End | undefined;
  looking: Promise<void> | undefined;
  isHeld: boolean;
  /** Who is next when the chain is let go. */
  readonly queue: (() => void)[];
  /** Entries that belong to no other commit: those that wait share the next one. */
  waiting: Waiting[];
}

const attempts = 60;
const mostChains = 20_000;
/** How many entries that belong to no other commit share one. */
const together = 48;

const ledgers = new WeakMap<Table, Ledger>();

/**
 * The one ledger of a table in this process. `shard` is a letter or digit that differs among processes, which so seldom
 * meet in the trails outside files.
 */
export function ledgerOf(table: Table, shard: string): Ledger {
  const ledger = ledgers.get(table) ?? new Ledger(table, shard);
  ledgers.set(table, ledger);
  return ledger;
}

/**
 * Where commits take effect in the order they are asked for, and this process alone asks, the next entry of a chain is
 * laid out before the last one is written, and meets a conflict if that fails. Elsewhere one commit of a chain waits for
 * the other.
 */
export class Ledger {
  readonly #table: Table;
  readonly #shard: string;
  readonly #chains = new Map<string, Chain>();

  constructor(table: Table, shard: string) {
    this.#table = table;
    this.#shard = shard;
  }

  /** The trail of what happens outside any child's file: one per month and shard. */
  outside(kind: 'directory' | 'refused', now: Date): string {
    return `${kind}-${now.toISOString().slice(0, 7)}-${this.#shard}`;
  }

  /** Makes the entries durable. */
  async enter(entries: readonly Entered[]): Promise<void> {
    if (!this.#table.inOrder) {
      await Promise.all(entries.map((one) => this.#wait(one)));
      return;
    }
    for (let at = 0; at < entries.length; at += together)
      await this.commit([], entries.slice(at, at + together));
  }

  /** One commit of the actions with the entries; throws as Table.commit does, but not for what rivals add to the trails. */
  async commit(actions: readonly Action[], entries: readonly Entered[]): Promise<void> {
    // In one order for all, so that no two commits wait for each other.
    const trails = [...new Set(entries.map(({ trail }) => trail))].sort();
    const chains = trails.map((trail) => this.#chain(trail));
    if (this.#table.inOrder) return this.#append(chains, actions, entries);
    for (const chain of chains) await hold(chain);
    try {
      await this.#append(chains, actions, entries);
    } finally {
      chains.forEach(release);
    }
  }

  #wait(entered: Entered): Promise<void> {
    const chain = this.#chain(entered.trail);
    return new Promise((resolve, reject) => {
      if (chain.waiting.push({ ...entered, resolve, reject }) === 1) void this.#drain(chain);
    });
  }

  async #drain(chain: Chain): Promise<void> {
    await hold(chain);
    const batch = chain.waiting.splice(0, together);
    if (chain.waiting.length > 0) void this.#drain(chain);
    try {
      await this.#append([chain], [], batch);
      for (const { resolve } of batch) resolve();
    } catch (problem) {
      for (const { reject } of batch) reject(problem);
    } finally {
      release(chain);
    }
  }

  async #append(
    chains: readonly Chain[],
    actions: readonly Action[],
    entries: readonly Entered[],
  ): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      for (let unknown = chains; unknown.length > 0; unknown = chains.filter(({ end }) => !end))
        for (const chain of unknown) if (!chain.end) await this.#look(chain);
      try {
        await this.#table.commit([...actions, ...this.#lay(chains, entries)]);
        return;
      } catch (problem) {
        // Whether it was written is not sure: the next look tells.
        for (const chain of chains) chain.end = undefined;
        if (!(problem instanceof CommitConflict) || !problem.keys.every(isOfTrail)) throw problem;
        await sleep(Math.random() * Math.min(100, 2 ** attempt));
      }
    }
    throw new FhirFailure('busy', 'Others keep reading and writing the same files; try again in a moment.');
  }

  /** The tip is guarded too: who met the key of an entry alone would write over one that was taken away. */
  #lay(chains: readonly Chain[], entries: readonly Entered[]): Action[] {
    const actions: Action[] = [];
    for (const chain of chains) {
      const { trail, end = nowhere } = chain;
      let { tip } = end;
      for (const one of entries) {
        if (one.trail !== trail) continue;
        const next = nextEntry(trail, tip, one.entry);
        tip = next.tip;
        actions.push({ put: auditKey(trail, entryName(tip.i)), value: next.text, expect: 'absent' });
      }
      actions.push({ put: tipKey(trail), value: encodeTip(tip), expect: end.version || 'absent' });
      chain.end = { tip, version: end.version + 1 };
    }
    return actions;
  }

  /** Who asks while another looks already shares what he finds. */
  #look(chain: Chain): Promise<void> {
    chain.looking ??= this.#readEnd(chain.trail)
      .then((end) => {
        chain.end ??= end;
      })
      .finally(() => {
        chain.looking = undefined;
      });
    return chain.looking;
  }

  async #readEnd(trail: string): Promise<End> {
    const row = await this.#table.get(tipKey(trail));
    if (!row) return nowhere;
    const tip = decodeTip(row.value);
    if (!tip) throw new Error(`the tip of the trail ${trail} is not readable`);
    return { tip, version: row.version };
  }

  #chain(trail: string): Chain {
    const known = this.#chains.get(trail);
    if (known) return known;
    if (this.#chains.size >= mostChains)
      for (const [name, { isHeld, waiting }] of this.#chains)
        if (!isHeld && waiting.length === 0) this.#chains.delete(name);
    const chain: Chain = {
      trail,
      end: undefined,
      looking: undefined,
      isHeld: false,
      queue: [],
      waiting: [],
    };
    this.#chains.set(trail, chain);
    return chain;
  }
}

/** Before the first entry. */
const nowhere: End = { tip: start, version: 0 };

const isOfTrail = ({ pk }: Key): boolean => pk.startsWith('audit/') || pk.startsWith('audit-tip/');

function hold(chain: Chain): Promise<void> | undefined {
  if (chain.isHeld) return new Promise((resolve) => chain.queue.push(resolve));
  chain.isHeld = true;
  return undefined;
}

function release(chain: Chain): void {
  const next = chain.queue.shift();
  if (next) next();
  else chain.isHeld = false;
}
