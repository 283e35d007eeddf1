// The only place where the rooms are put together and things with a life of their own are made.
import { randomUUID } from 'node:crypto';
import { bearerCheck } from './access/access-token.ts';
import type { Rule } from './access/decide.ts';
import { GuardedStore } from './access/guarded-store.ts';
import { policy } from './access/policy.ts';
import { accessPart, caseloadsOf } from './access/relations.ts';
import type { App } from './edge/app.ts';
import type { LogLine } from './edge/log.ts';
import { boardOf } from './ivh/board.ts';
import { ivhFacts } from './ivh/file-facts.ts';
import { fileRules } from './ivh/file-rules.ts';
import type { Validator } from './profiles/validate.ts';
import { DossierStore } from './store/dossier-store.ts';
import type { Table } from './store/table.ts';

export interface WiringParts {
  readonly table: Table;
  readonly publicUrl: string;
  readonly log: (line: LogLine) => void;
  readonly rules?: readonly Rule[];
  readonly now?: () => Date;
  readonly newId?: () => string;
}

let loaded: Promise<Validator> | undefined;

/** The validator and the definitions it works with, loaded with the first write: who only reads starts without them. */
function validator(): Promise<Validator> {
  loaded ??= import('./profiles/validate.ts').then(({ createValidator }) => createValidator());
  return loaded;
}

export function wire({
  table,
  publicUrl,
  log,
  rules = policy,
  now = () => new Date(),
  newId = randomUUID,
}: WiringParts): App {
  const base = `${publicUrl}/fhir`;
  const store = new DossierStore(table, {
    parts: [accessPart, ivhFacts],
    rules: fileRules,
    boardOf,
    caseloadsOf,
  });
  return {
    publicUrl,
    log,
    authenticate: bearerCheck({ table, issuer: base, now, newId }),
    contextFor: (caller, request) => ({
      dossier: new GuardedStore({ store, rules, now, newId, base }, caller, request),
      validate: async (resource) => (await validator()).validate(resource),
      now,
      newId,
      base,
    }),
  };
}
