// The only place where the rooms are put together and things with a life of their own are made.
import { randomUUID } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import { bearerCheck } from './access/access-token.ts';
import type { Rule } from './access/decide.ts';
import { GuardedStore, type GuardParts } from './access/guarded-store.ts';
import { policy } from './access/policy.ts';
import { accessPart, caseloadsOf } from './access/relations.ts';
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
import type { Table } from './store/table.ts';
import { loadXml } from './xml/load.ts';

export interface WiringParts {
  readonly table: Table;
  readonly publicUrl: string;
  readonly log: (line: LogLine) => void;
  readonly rules?: readonly Rule[];
  readonly now?: () => Date;
  readonly newId?: () => string;
  /** Where exports are served. */
  readonly exports?: Omit<DeskParts, 'guard'>;
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
}: Omit<WiringParts, 'log' | 'exports'>): GuardParts {
  const store = new DossierStore(table, {
    parts: [accessPart, ivhFacts],
    rules: fileRules,
    boardOf,
    caseloadsOf,
  });
  return { store, rules, now, newId, base: `${publicUrl}/fhir`, terminology };
}

export function wire({ log, exports, ...parts }: WiringParts): App {
  const guard = guardOf(parts);
  const { base, now, newId } = guard;
  const { table, publicUrl } = parts;
  return {
    publicUrl,
    log,
    xml: loadXml,
    authenticate: bearerCheck({ table, issuer: base, now, newId }),
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
