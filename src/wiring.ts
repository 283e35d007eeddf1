// The only place where the rooms are put together and things with a life of their own are made.
import { randomUUID } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import { ledgerOf } from './access/audit/ledger.ts';
import { enterTurnedAway } from './access/audit/trail.ts';
import { GuardedStore, type GuardParts } from './access/guarded-store.ts';
import type { Rule } from './access/policy/decide.ts';
import { policy } from './access/policy/policy.ts';
import { accessPart } from './access/policy/relation-facts.ts';
import { caseloadsOf, remainsOf } from './access/policy/relations.ts';
import { rightsPart } from './access/policy/rights.ts';
import { consentPart } from './access/policy/sharing.ts';
import { sharingRules } from './access/policy/sharing-rules.ts';
import { openThrottles, type Throttles, usualRates } from './access/rates/throttle.ts';
import { bearerCheck } from './access/tokens/bearer.ts';
import type { PeopleParts } from './access/tokens/person-token.ts';
import type { DeskParts } from './bulk/desk.ts';
import type { App } from './edge/app.ts';
import type { LogLine } from './edge/log.ts';
import { FhirFailure } from './fhir/failure.ts';
import type { Terminology } from './fhir/terminology.ts';
import { boardOf } from './ivh/board.ts';
import { ivhFacts } from './ivh/file-facts.ts';
import { fileRules } from './ivh/file-rules.ts';
import type { Validator } from './profiles/validate.ts';
import { DossierStore } from './store/dossier-store.ts';
import { usualYears } from './store/retention.ts';
import type { Table } from './store/table.ts';
import { loadXml } from './xml/load.ts';

export interface WiringParts {
  readonly table: Table;
  readonly publicUrl: string;
  readonly log: (line: LogLine) => void;
  readonly rules?: readonly Rule[];
  readonly now?: () => Date;
  readonly newId?: () => string;
  /** Years a child's file is kept. */
  readonly retentionYears?: number;
  /** Where exports are served. */
  readonly exports?: Omit<DeskParts, 'guard'>;
  /** Where people sign in; without it systems alone do. */
  readonly people?: Pick<PeopleParts, 'providers' | 'remote'>;
  /** How often who may ask; counted in this process unless given. */
  readonly throttles?: Throttles;
}

let loaded: Promise<Validator> | undefined;

/** The validator and the definitions it works with, loaded with the first write: who only reads starts without them. */
function validator(): Promise<Validator> {
  loaded ??= import('./profiles/validate.ts').then(({ createValidator }) => createValidator());
  return loaded;
}

let terms: Promise<Terminology> | undefined;

function terminology(): Promise<Terminology> {
  terms ??= import('./profiles/terminology.ts').then(({ loadTerminology }) => loadTerminology());
  return terms;
}

let published: Promise<readonly Resource[]> | undefined;

function definitions(): Promise<readonly Resource[]> {
  published ??= import('./profiles/published-definitions.ts').then(({ loadDefinitions }) =>
    loadDefinitions(),
  );
  return published;
}

/** What every guarded reading and writing works with, whoever asks. */
export function guardOf({
  table,
  publicUrl,
  rules = policy,
  now = () => new Date(),
  newId = randomUUID,
  retentionYears = usualYears,
  exports,
}: Omit<WiringParts, 'log'>): GuardParts {
  const forget = exports && forgetting(table, exports);
  const ledger = ledgerOf(table, newId().slice(0, 1));
  const store = new DossierStore(table, {
    parts: [accessPart, consentPart, rightsPart, ivhFacts],
    rules: [...sharingRules, ...fileRules],
    boardOf,
    caseloadsOf,
    remainsOf,
  });
  return { store, ledger, rules, now, newId, retentionYears, forget, base: `${publicUrl}/fhir`, terminology };
}

/** What a destroyed file leaves in bulk exports goes with it. */
function forgetting(table: Table, { files, tell }: Omit<DeskParts, 'guard'>) {
  return async (pk: string): Promise<void> => {
    const { forgetInExports } = await import('./bulk/forget.ts');
    await forgetInExports({ table, files, tell }, pk);
  };
}

const nobody: NonNullable<WiringParts['people']> = {
  providers: [],
  remote: { json: () => Promise.reject(new Error('there is no identity provider')) },
};

export function wire({ log, exports, throttles, people = nobody, ...parts }: WiringParts): App {
  const guard = guardOf({ ...parts, exports });
  const { base, now, newId } = guard;
  const { table, publicUrl } = parts;
  return {
    publicUrl,
    log,
    xml: loadXml,
    throttles: throttles ?? openThrottles(usualRates, now),
    authenticate: bearerCheck({ table, issuer: base, now, newId, ...people }),
    turnAway: (request, problem) => enterTurnedAway(guard.ledger, request, problem, now()),
    contextFor: (caller, request) => ({
      dossier: new GuardedStore(guard, caller, request),
      validate: async (resource, options) => (await validator()).validate(resource, options),
      terminology,
      definitions,
      elements: async () => (await import('./profiles/elements.ts')).elementShapes,
      exports: async () => {
        if (!exports) throw new FhirFailure('not-supported', 'Exports are not served by this door.');
        const { deskFor } = await import('./bulk/desk.ts');
        return deskFor({ guard, ...exports }, caller, request);
      },
      now,
      newId,
      base,
    }),
  };
}
