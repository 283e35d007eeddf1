// A region for tests: the real store on an in-memory table, real policy, real validator; a clock that tests move.
import { expect } from 'vitest';
import type * as z from 'zod';
import type { Caller, CallerKind } from '../../src/access/caller.ts';
import type { App } from '../../src/edge/app.ts';
import { FhirFailure } from '../../src/fhir/failure.ts';
import type { Context } from '../../src/interactions/context.ts';
import { conceptRoutes } from '../../src/ivh/routes.ts';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import { wire } from '../../src/wiring.ts';

export const region = 'Organization/ivh-regio';

const organizations = {
  'ivh-regio': 'Integrale Vroeghulp Regio Voorbeeld',
  jgz: 'JGZ Voorbeeld',
  huisarts: 'Huisartsenpraktijk Voorbeeld',
  psychiatrie: 'Kinderpsychiatrie Voorbeeld',
  mkd: 'Medisch Kinderdagverblijf Voorbeeld',
  gemeente: 'Gemeente Voorbeeld',
};

const practitioners = [
  'coordinator',
  'begeleider',
  'begeleider-2',
  'jeugdarts',
  'orthopedagoog',
  'kinderarts',
];

const callers = {
  coordinator: caller('coordinator', 'ivh-regio', 'coordinator'),
  'case-manager': caller('case-manager', 'ivh-regio', 'begeleider'),
  jgz: caller('jgz', 'jgz'),
  gp: caller('gp', 'huisarts'),
  psychiatry: caller('hospital', 'psychiatrie'),
  mkd: caller('provider', 'mkd'),
  municipality: caller('municipality', 'gemeente'),
  payer: { ...caller('municipality', 'gemeente'), purpose: 'HPAYMT' },
  mother: parent('111222333'),
  father: parent('123456782'),
  stranger: parent('100000009'),
} satisfies Record<string, Caller>;

export type Who = keyof typeof callers;

function caller(kind: CallerKind, organization: string, practitioner?: string): Caller {
  return {
    client: `${organization}-client`,
    kind,
    name: organization,
    organization: `Organization/${organization}`,
    region,
    ...(practitioner ? { practitioner: `Practitioner/${practitioner}` } : {}),
    purpose: 'CAREMGT',
    scopes: ['system/*.cruds'],
  };
}

function parent(bsn: string): Caller {
  return {
    client: `portal-${bsn}`,
    kind: 'parent',
    name: 'Ouderportaal',
    region,
    person: `http://fhir.nl/fhir/NamingSystem/bsn|${bsn}`,
    purpose: 'PATRQT',
    scopes: ['system/*.cruds'],
  };
}

export interface Region {
  as(who: Who): Context;
  /** Calls a concept route as its door would; the answer is JSON and must be what its schema says. */
  call<T>(answer: z.ZodType<T>, who: Who, method: string, path: string, body?: unknown): Promise<T>;
  /** The failure a call meets; a call that succeeds fails the test. */
  refusal(who: Who, method: string, path: string, body?: unknown): Promise<FhirFailure>;
  /** Moves the clock to a moment. */
  at(moment: string): void;
}

export async function openRegion(start = '2026-03-02T09:00:00Z'): Promise<Region> {
  let now = new Date(start);
  const app = wire({
    table: openSqliteTable(':memory:'),
    publicUrl: 'http://vroegdossier.test',
    log: () => {},
    now: () => new Date(now),
  });
  await fillDirectory(app);
  const call: Region['call'] = async (answer, who, method, path, body) =>
    answer.parse(await serve(contextOf(app, who), method, path, body));
  return {
    as: (who) => contextOf(app, who),
    call,
    at: (moment) => {
      now = new Date(moment);
    },
    refusal: async (who, method, path, body) => {
      try {
        await serve(contextOf(app, who), method, path, body);
      } catch (failure) {
        if (failure instanceof FhirFailure) return failure;
        throw failure;
      }
      return expect.fail(`${method} ${path} went through`);
    },
  };
}

const contextOf = (app: App, who: Who): Context => app.contextFor(callers[who], { requestId: 'test' });

async function fillDirectory(app: App): Promise<void> {
  const { dossier } = contextOf(app, 'coordinator');
  await dossier.write([
    ...Object.entries(organizations).map(([id, name]) => ({
      method: 'update' as const,
      resource: { resourceType: 'Organization' as const, id, name },
    })),
    ...practitioners.map((id) => ({
      method: 'update' as const,
      resource: { resourceType: 'Practitioner' as const, id, name: [{ text: id }] },
    })),
  ]);
}

async function serve(context: Context, method: string, path: string, body: unknown): Promise<unknown> {
  const [address = '', search = ''] = path.split('?');
  for (const route of conceptRoutes) {
    const params = paramsOf(route.path, address);
    if (route.method !== method || params === undefined) continue;
    const answer = await route.handle(context, {
      params,
      query: route.query?.parse(Object.fromEntries(new URLSearchParams(search))) ?? {},
      body: route.body?.parse(body),
    });
    return JSON.parse(JSON.stringify(answer));
  }
  throw new Error(`no route ${method} ${path}`);
}

function paramsOf(template: string, address: string): Record<string, string> | undefined {
  const pattern = template.replaceAll(/\{(\w+)\}/g, '(?<$1>[A-Za-z0-9.-]+)');
  const found = new RegExp(`^${pattern}$`).exec(address);
  return found ? { ...found.groups } : undefined;
}

/** Alex of the published journey: two and a half when the youth-health physician refers him. */
export const alex = {
  child: {
    bsn: '999911120',
    name: { given: 'Alexander Jan', prefix: 'van der', family: 'Linden', usual: 'Alex' },
    birthDate: '2023-08-20',
    gender: 'male',
    address: { street: 'Dorpsstraat', houseNumber: '1', postalCode: '1234 AB', city: 'Voorbeeld' },
    language: 'nl',
    interpreterNeeded: false,
  },
  parents: [
    {
      bsn: '111222333',
      name: { given: 'Anna', family: 'Linden' },
      relationship: 'mother',
      hasAuthority: true,
      authoritySource: 'BRP',
      phone: '0600000000',
      email: 'ouder@voorbeeld.nl',
    },
    {
      bsn: '123456782',
      name: { given: 'Bas', family: 'Linden' },
      relationship: 'father',
      hasAuthority: true,
    },
  ],
  referrer: {
    kind: 'jgz-arts',
    professional: { name: { given: 'Cor', family: 'Arts' }, big: '19012345601' },
  },
  reason: {
    domains: ['gedrag', 'sociaal'],
    direction: 'achterstand',
    question: 'Hoe houden we het thuis vol met zijn driftbuien?',
    text: 'Angstig bij harde geluiden en veranderingen',
  },
  parentsInformed: true,
  signals: [{ text: 'Grove motoriek houterig', code: '276', date: '2025-11-01' }],
  municipality: 'gemeente',
  senderReference: { system: 'https://jgz.voorbeeld.nl/aanmeldingen', value: 'A-1' },
} as const;
