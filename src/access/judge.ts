// What one caller may see of records at hand: policy, views and scopes decide, and what a decision rests on is kept for the trail.
import type { Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Operation } from '../store/dossier.ts';
import type { Head } from '../store/head.ts';
import { sidesOf } from '../store/joined.ts';
import { childOfPartition, isFile } from '../store/keys.ts';
import type { StoredRecord } from '../store/record.ts';
import type { Caller } from './caller.ts';
import { consentWords } from './policy/consent.ts';
import {
  type Decision,
  decide,
  neededScope,
  type Question,
  type Rule,
  scopeCovers,
  scopeLetsThrough,
} from './policy/decide.ts';
import { hasTie, partiesOf, type Relations, relationsOf, teamsOf } from './policy/relations.ts';
import { restrictionWords } from './policy/restriction.ts';
import { isConstrained, type ScopeAction } from './scopes.ts';
import { seenBy } from './views/views.ts';

export interface JudgeParts {
  readonly rules: readonly Rule[];
  readonly now: () => Date;
}

export class Judge {
  readonly caller: Caller;
  readonly #parts: JudgeParts;
  /** Worked out once per head, as all resources of a file share it. */
  readonly #relations = new WeakMap<Head, Relations>();
  readonly #answering = new Map<string, Relations>();
  readonly #basis = new Map<string | undefined, Set<string>>();

  constructor(parts: JudgeParts, caller: Caller) {
    this.caller = caller;
    this.#parts = parts;
  }

  question(action: ScopeAction, type: string): Question {
    return { caller: this.caller, action, type, newFile: false, now: this.#parts.now() };
  }

  needScope(action: ScopeAction, type: string, operation?: Operation): void {
    const question = { ...this.question(action, type), operation };
    if (scopeCovers(question)) return;
    throw new FhirFailure(
      'forbidden',
      `The token does not carry a scope for ${neededScope(question)}, for example system/${neededScope(question)}.`,
      { cause: 'insufficient_scope' },
    );
  }

  /** For what tells of many resources at once, which no search in a scope could let through one by one. */
  needWholeScope(action: ScopeAction, type: string, operation?: Operation): void {
    this.needScope(action, type, operation);
    if (!isConstrained(this.caller.scopes, type, action)) return;
    throw new FhirFailure(
      'forbidden',
      `This needs a scope for ${type}.${action} without a search in it, for example system/${type}.${action}.`,
      { cause: 'insufficient_scope' },
    );
  }

  /** What the caller gets of a living record: all, a view of it, or nothing. */
  show(
    record: StoredRecord,
    head: Head | undefined,
    action: ScopeAction,
    checkScope = true,
  ): Resource | undefined {
    if (record.deleted) return undefined;
    const decision = this.decideOn(record, head, action);
    const question = this.question(action, record.type);
    if (!decision.allow || (checkScope && !scopeCovers(question))) return undefined;
    const seen = () => seenBy(this.caller, record.resource(), decision.view);
    return checkScope && !scopeLetsThrough(question, seen) ? undefined : seen();
  }

  /** Whether policy and the search in a scope let the caller know of a living record. */
  knows(record: StoredRecord, head: Head | undefined, action: ScopeAction): boolean {
    const decision = this.decideOn(record, head, action);
    if (!decision.allow || record.deleted) return decision.allow;
    const seen = () => seenBy(this.caller, record.resource(), decision.view);
    if (decision.view && !seen()) return false;
    return scopeLetsThrough(this.question(action, record.type), seen);
  }

  /** The policy's reason for keeping a record from the caller, for the trail. */
  whyNot(record: StoredRecord, head: Head | undefined, action: ScopeAction): string | undefined {
    const decision = this.decideOn(record, head, action);
    return decision.allow ? undefined : decision.reason;
  }

  /** Of what is seen in part only nothing can be written back. */
  seesInPart(record: StoredRecord, head: Head | undefined): boolean {
    const seen = this.show(record, head, 'r', false);
    return seen !== undefined && seen !== record.resource();
  }

  decideOn(record: StoredRecord, head: Head | undefined, action: ScopeAction): Decision {
    const decision = decide(this.#parts.rules, {
      ...this.question(action, record.type),
      // Most rules decide without the resource, which then need not be parsed.
      get resource() {
        return record.deleted ? undefined : record.resource();
      },
      id: record.id,
      origin: record.envelope.o,
      ...(isFile(record.pk) ? this.fileOf(head ?? {}, record.pk) : {}),
    });
    this.learn(childOf(record), decision);
    return decision;
  }

  /** Keeps what a decision rests on, for the trail. */
  learn(child: string | undefined, decision: Decision): void {
    if (!decision.allow) return;
    const known = this.#basis.get(child);
    if (!known) this.#basis.set(child, new Set(decision.basis));
    else for (const one of decision.basis) known.add(one);
  }

  /** What allowed the caller to see or do something in this child's file (or outside any) in this request. */
  basisOf(child: string | undefined): readonly string[] {
    return [...(this.#basis.get(child) ?? [])];
  }

  /** What is asked about a file: of one joined to an older file that the caller has no tie to, by itself alone. */
  fileOf(head: Head, pk?: string): Required<Pick<Question, 'head' | 'relations'>> & Pick<Question, 'own'> {
    const sides = sidesOf(head);
    const answering = pk === undefined ? undefined : this.#answering.get(pk);
    if (!sides) return { head, relations: answering ?? this.relationsTo(head) };
    const own = { head: sides.own, relations: answering ?? this.relationsTo(sides.own) };
    if (!hasTie(this.relationsTo(sides.older))) return own;
    return { head, relations: answering ?? this.relationsTo(head), own };
  }

  /** Who ends his own tie by a named operation still gets the answer to that very request. */
  answer(pk: string, relations: Relations): void {
    this.#answering.set(pk, relations);
  }

  relationsTo(head: Head): Relations {
    let relations = this.#relations.get(head);
    if (!relations) {
      relations = relationsOf(head, this.caller, this.#parts.now());
      this.#relations.set(head, relations);
    }
    return relations;
  }

  /** What parents and restrictions say of the caller in this file; it stands as long as these words are the same. */
  wordsOn(head: Head): string[] {
    const { caller } = this;
    const now = this.#parts.now();
    const file = this.fileOf(head);
    const recipient = { parties: partiesOf(caller), teams: teamsOf(file.relations), kind: caller.kind, now };
    return [...consentWords(file.head, recipient), ...restrictionWords(file.head, now)];
  }
}

export const childOf = (record: Pick<StoredRecord, 'pk'>): string | undefined => childOfPartition(record.pk);
