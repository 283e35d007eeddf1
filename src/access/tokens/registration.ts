// Registered clients: who they are, what they may ask for and what for, and the public keys they sign with.
import * as z from 'zod';
import { blockedKey, clientKey, listedClientKey, listedClients } from '../../store/keys.ts';
import type { Table } from '../../store/table.ts';
import type { Caller, CallerKind, Purpose } from '../caller.ts';
import { isScope, modernScope } from '../scopes.ts';
import { clientKeySchema } from './key-set.ts';
import { mayFetch } from './remote-document.ts';

/** Kinds that the policy of a deployed region has rules for; any other kind may do nothing. */
const kinds = [
  'jgz',
  'gp',
  'hospital',
  'childcare',
  'school',
  'provider',
  'municipality',
  'coordinator',
  'case-manager',
  'parent',
  'child-support',
  'analyst',
] as const satisfies readonly CallerKind[];
export const registrableKinds: readonly CallerKind[] = kinds;
export const registrableKindSchema = z.enum(kinds);

/** What the kinds ask for, unless their registration says otherwise; the first is meant where a request names none. */
const usualPurposes: Readonly<Record<CallerKind, readonly [Purpose, ...Purpose[]]>> = {
  jgz: ['TREAT', 'CAREMGT'],
  gp: ['TREAT', 'CAREMGT'],
  hospital: ['TREAT', 'CAREMGT'],
  childcare: ['CAREMGT'],
  school: ['CAREMGT'],
  provider: ['TREAT', 'CAREMGT'],
  municipality: ['CAREMGT', 'HPAYMT'],
  coordinator: ['CAREMGT', 'HOPERAT'],
  'case-manager': ['CAREMGT', 'TREAT'],
  parent: ['PATRQT'],
  'child-support': ['CAREMGT'],
  analyst: ['HOPERAT'],
  tester: ['TREAT', 'CAREMGT', 'HPAYMT', 'PATRQT', 'HOPERAT'],
};

export const purposesOf = (kind: CallerKind): readonly [string, ...string[]] => usualPurposes[kind];

/** Breaking the glass is asked of the operation made for it, and is no purpose to be registered with. */
const purposeSchema = z.enum(['TREAT', 'CAREMGT', 'HPAYMT', 'PATRQT', 'HOPERAT']);

/** A registration as stored. Public keys only: a set of them (RFC 7517), or where the client publishes one. */
export const registrationSchema = z
  .strictObject({
    client: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
    kind: z.custom<CallerKind>((kind) => typeof kind === 'string' && Object.hasOwn(usualPurposes, kind), {
      error: `one of ${registrableKinds.join(', ')}`,
    }),
    name: z.string().min(1),
    organization: z
      .string()
      .regex(/^Organization\//)
      .optional(),
    /** Numbers of the organisation: of the register of care providers, of the chamber of commerce. */
    ura: z
      .string()
      .regex(/^\d{8}$/, 'a URA number has eight digits')
      .optional(),
    kvk: z
      .string()
      .regex(/^\d{8}$/, 'a KvK number has eight digits')
      .optional(),
    region: z.string().regex(/^Organization\//),
    practitioner: z
      .string()
      .regex(/^Practitioner\//)
      .optional(),
    person: z.string().includes('|').optional(),
    /** Whom to call or write about this client: a department, never a private address. */
    contact: z.string().min(1).optional(),
    scopes: z
      .array(
        z
          .string()
          .transform(modernScope)
          .refine(isScope, 'a scope is like system/Patient.rs or system/Task.cruds'),
      )
      .min(1),
    purposes: z.tuple([purposeSchema], purposeSchema).optional(),
    /** A client that is not active is as good as unknown. */
    active: z.boolean().optional(),
    jwks: z.object({ keys: z.array(clientKeySchema).min(1) }).optional(),
    /** https, or http on this machine for the sandbox; asked for when the client comes for a token. */
    jwksUrl: z
      .url()
      .refine((url) => mayFetch(url, true), 'an https address on a public host')
      .optional(),
  })
  .refine(({ jwks, jwksUrl }) => (jwks === undefined) !== (jwksUrl === undefined), {
    path: ['jwks'],
    error: 'give either jwks or jwksUrl',
  });
export type Registration = z.infer<typeof registrationSchema>;

/** Registrations by their stored text, so that one that did not change is not parsed anew for every request. */
const parsed = new Map<string, Registration>();
const mostParsed = 1000;

/** The registration of a client that may come in; undefined too for one that is not active. */
export async function readRegistration(table: Table, client: string): Promise<Registration | undefined> {
  const row = await table.get(clientKey(client));
  const found = row && parseStored(row.value);
  return found?.active === false ? undefined : found;
}

function parseStored(value: string): Registration {
  const known = parsed.get(value);
  if (known) return known;
  const registration = registrationSchema.parse(JSON.parse(value));
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(value, registration);
  return registration;
}

/** Stores or replaces a registration. */
export async function register(table: Table, registration: Registration): Promise<void> {
  const checked = registrationSchema.parse(registration);
  await table.commit([
    { put: clientKey(checked.client), value: JSON.stringify(checked) },
    { put: listedClientKey(checked.client), value: '' },
  ]);
}

/** All registrations, those of clients that are not active among them. */
export async function listRegistrations(table: Table): Promise<Registration[]> {
  const names = await table.query(listedClients);
  const rows = await table.batchGet(names.map(({ sk }) => clientKey(sk)));
  return rows.flatMap((row) => (row ? [parseStored(row.value)] : []));
}

/** Takes a registration away; false where there was none. What the client wrote stays what it is. */
export async function unregister(table: Table, client: string): Promise<boolean> {
  const row = await table.get(clientKey(client));
  await table.commit([{ remove: clientKey(client) }, { remove: listedClientKey(client) }]);
  return row !== undefined;
}

/** Keeps a person out from the next request on, or lets him in again; `person` is his pseudonym in the audit trail. */
export async function setBlocked(table: Table, person: string, blocked: boolean): Promise<void> {
  const key = blockedKey(person);
  await table.commit([blocked ? { put: key, value: '' } : { remove: key }]);
}

export const isBlocked = async (table: Table, person: string): Promise<boolean> =>
  (await table.get(blockedKey(person))) !== undefined;

export const purposesFor = ({ kind, purposes }: Registration): readonly [string, ...string[]] =>
  purposes ?? usualPurposes[kind];

/** The caller a registration makes, with the scopes and the purpose its token was granted. */
export function callerOf(
  registration: Registration,
  scopes: readonly string[],
  purpose: string = purposesFor(registration)[0],
): Caller {
  const { client, kind, name, organization, region, practitioner, person } = registration;
  return { client, kind, name, organization, region, practitioner, person, purpose, scopes };
}
