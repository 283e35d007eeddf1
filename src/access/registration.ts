// Registered clients: who they are, what they may ask for, and the public keys they sign with.
import * as z from 'zod';
import { clientKey } from '../store/keys.ts';
import type { Table } from '../store/table.ts';
import type { Caller, CallerKind } from './caller.ts';

/** Kinds that the policy of a deployed region has rules for; any other kind may do nothing. */
export const registrableKinds: readonly CallerKind[] = [
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
];

/** Strong enough for the algorithms of assertions: P-384 for ES384, at least 2048 bits of RSA for RS384. */
const publicKeySchema = z
  .record(z.string(), z.unknown())
  .refine(
    ({ kty, crv, n }) =>
      (kty === 'EC' && crv === 'P-384') ||
      (kty === 'RSA' && typeof n === 'string' && Buffer.from(n, 'base64url').length >= 256),
    'a key is EC on P-384 (for ES384) or RSA of at least 2048 bits (for RS384)',
  );

/** A registration as stored. `jwks` holds public keys only (RFC 7517). */
export const registrationSchema = z.strictObject({
  client: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  kind: z.custom<CallerKind>((value) => typeof value === 'string' && value !== ''),
  name: z.string().min(1),
  organization: z
    .string()
    .regex(/^Organization\//)
    .optional(),
  region: z.string().regex(/^Organization\//),
  practitioner: z
    .string()
    .regex(/^Practitioner\//)
    .optional(),
  person: z.string().includes('|').optional(),
  scopes: z.array(z.string()).min(1),
  jwks: z.object({ keys: z.array(publicKeySchema).min(1) }),
});
export type Registration = z.infer<typeof registrationSchema>;

/** Registrations by their stored text, so that one that did not change is not parsed anew for every request. */
const parsed = new Map<string, Registration>();
const mostParsed = 1000;

export async function readRegistration(table: Table, client: string): Promise<Registration | undefined> {
  const row = await table.get(clientKey(client));
  if (!row) return undefined;
  const known = parsed.get(row.value);
  if (known) return known;
  const registration = registrationSchema.parse(JSON.parse(row.value));
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(row.value, registration);
  return registration;
}

/** Stores or replaces a registration. */
export async function register(table: Table, registration: Registration): Promise<void> {
  const checked = registrationSchema.parse(registration);
  await table.commit([{ put: clientKey(checked.client), value: JSON.stringify(checked) }]);
}

/** The caller a registration makes, with the scopes its token was granted. */
export function callerOf(registration: Registration, scopes: readonly string[]): Caller {
  const { client, kind, name, organization, region, practitioner, person } = registration;
  return { client, kind, name, organization, region, practitioner, person, scopes };
}
