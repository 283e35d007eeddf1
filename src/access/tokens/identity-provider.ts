// The identity providers that people sign in with: whom we trust to say who somebody is, and in which words it says so.
import * as z from 'zod';
import { isScope, modernScope } from '../scopes.ts';
import { registrableKindSchema } from './registration.ts';

/** The name of a claim, or a JSON pointer to it: `role`, `/realm_access/roles`. */
const claim = z.string().min(1).max(200);

export const identityProviderSchema = z.strictObject({
  /** Begins the names under which its people are known here. */
  name: z.string().regex(/^[a-z][a-z0-9]{0,15}$/),
  issuer: z.url(),
  /** Whom its tokens must be made for: the FHIR base, or what the provider calls it. */
  audience: z.string().min(1),
  /** Where its keys are; by its discovery document unless given. */
  jwksUrl: z.url().optional(),
  /** RFC 9068's at+jwt; JWT for a provider that knows no better. */
  types: z
    .array(z.enum(['at+jwt', 'JWT']))
    .min(1)
    .default(['at+jwt']),
  algorithms: z
    .array(z.enum(['ES256', 'ES384', 'PS256', 'PS384', 'RS256', 'RS384']))
    .min(1)
    .default(['ES256', 'ES384', 'PS256', 'PS384', 'RS256', 'RS384']),
  claims: z
    .strictObject({
      role: claim.default('role'),
      organization: claim.default('organization'),
      practitioner: claim.default('practitioner'),
      person: claim.default('person'),
      region: claim.default('region'),
      purpose: claim.default('purpose_of_use'),
      scope: claim.default('scope'),
    })
    .prefault({}),
  /** The kind of caller by a value of the role claim. */
  roles: z.record(z.string(), registrableKindSchema),
  /** Organisations by a value of the organisation claim; one that is written as a reference needs no entry. */
  organizations: z.record(z.string(), z.string().regex(/^Organization\//)).default({}),
  /** Of those whose token names none. */
  region: z.string().regex(/^Organization\//),
  /** Of a person claim that is a bare number. */
  personSystem: z.url().default('http://fhir.nl/fhir/NamingSystem/bsn'),
  /** The most its people can be granted. */
  scopes: z
    .array(z.string().transform(modernScope).refine(isScope))
    .min(1)
    .default(['user/*.cruds', 'patient/*.cruds']),
  /** The apps whose tokens are taken; without it all that the provider knows. */
  clients: z.array(z.string().min(1)).optional(),
  /** Seconds a token may live at most. */
  longestLife: z.number().int().min(60).max(28_800).default(3_600),
});
/** A list of them as settings hold it. */
export const providersInJson = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('a list of identity providers in JSON');
      return z.NEVER;
    }
  })
  .pipe(z.array(identityProviderSchema));

export type IdentityProvider = z.infer<typeof identityProviderSchema>;
export type IdentityProviderInput = z.input<typeof identityProviderSchema>;

/** What a claim holds, by its name or its JSON pointer (RFC 6901). */
export function claimOf(payload: object, name: string): unknown {
  const path = name.startsWith('/')
    ? name
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : [name];
  let value: unknown = payload;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
