// Who somebody is to us, by the claims of the token he signed in with.
import { FhirFailure } from '../../fhir/failure.ts';
import type { Caller, CallerKind } from '../caller.ts';
import { purposeCode } from '../purpose.ts';
import { grantScopes } from '../scopes.ts';
import { claimOf, type IdentityProvider } from './identity-provider.ts';
import { purposesOf } from './registration.ts';

type Person = Omit<Caller, 'client' | 'user' | 'token'>;

/** Without an organisation these would act for nobody; a parent acts for himself. */
const forThemselves = new Set<CallerKind>(['parent', 'analyst']);

/** Names shown in the audit trail: the part somebody has, never a person's name. */
export function personOf(provider: IdentityProvider, payload: object): Person {
  const { claims, region, personSystem } = provider;
  const kind = kindOf(provider, claimOf(payload, claims.role));
  const organization = organizationOf(provider, claimOf(payload, claims.organization));
  const practitioner = textOf(claimOf(payload, claims.practitioner));
  const person = textOf(claimOf(payload, claims.person));
  if (!organization && !forThemselves.has(kind)) throw incomplete(claims.organization, 'the organisation');
  if (kind === 'case-manager' && !isReference('Practitioner', practitioner))
    throw incomplete(claims.practitioner, 'the professional as Practitioner/<id>');
  if (kind === 'parent' && person === undefined) throw incomplete(claims.person, 'the parent');
  const at = textOf(claimOf(payload, claims.region));
  return {
    kind,
    name: `${kind} (${provider.name})`,
    organization: kind === 'parent' ? undefined : organization,
    region: isReference('Organization', at) ? at : region,
    practitioner: isReference('Practitioner', practitioner) ? practitioner : undefined,
    person: kind === 'parent' && person ? identifierOf(person, personSystem) : undefined,
    purpose: purposeFrom(kind, claimOf(payload, claims.purpose)),
    scopes: grantScopes(wordsOf(claimOf(payload, claims.scope)), provider.scopes),
  };
}

function kindOf({ roles, claims }: IdentityProvider, value: unknown): CallerKind {
  const kinds = new Set(
    wordsOf(value).flatMap((role) => (Object.hasOwn(roles, role) ? (roles[role] ?? []) : [])),
  );
  const [kind, ...others] = kinds;
  if (kind === undefined)
    throw new FhirFailure(
      'forbidden',
      `The sign-in gives no part in a child’s file: its claim ${claims.role} must be one of ${Object.keys(roles).join(', ')}.`,
    );
  if (others.length > 0)
    throw new FhirFailure('forbidden', 'The sign-in gives several parts; sign in with one of them.');
  return kind;
}

function organizationOf({ organizations }: IdentityProvider, value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  if (Object.hasOwn(organizations, text)) return organizations[text];
  return isReference('Organization', text) ? text : undefined;
}

function purposeFrom(kind: CallerKind, value: unknown): string {
  const usual = purposesOf(kind);
  if (value === undefined) return usual[0];
  const code = purposeCode(value);
  if (code !== undefined && usual.includes(code)) return code;
  throw new FhirFailure('forbidden', `The purpose of the sign-in must be one of ${usual.join(', ')}.`);
}

const isReference = (type: string, text: string | undefined): text is string =>
  text?.startsWith(`${type}/`) === true && /^[A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/.test(text);

const identifierOf = (text: string, system: string): string =>
  text.includes('|') ? text : `${system}|${text}`;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 500 ? value : undefined;

/** Scopes and roles come as one text of words, or as a list. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ').filter((word) => word !== '');
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

const incomplete = (claim: string, what: string): FhirFailure =>
  new FhirFailure('forbidden', `The sign-in is not complete: its claim ${claim} must name ${what}.`);
