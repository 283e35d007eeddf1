import { exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type IdentityProviderInput,
  identityProviderSchema,
} from '../../../src/access/tokens/identity-provider.ts';
import { personToken } from '../../../src/access/tokens/person-token.ts';
import { setBlocked } from '../../../src/access/tokens/registration.ts';
import { RemoteUnavailable } from '../../../src/access/tokens/remote-document.ts';
import { openSqliteTable } from '../../../src/store/sqlite.ts';

const issuer = 'https://inloggen.example.org/realms/ivh';
const audience = 'https://dossier.example.org/fhir';
const now = new Date('2026-11-22T09:00:00Z');
const at = (seconds: number) => now.getTime() / 1000 + seconds;

const config: IdentityProviderInput = {
  name: 'regio',
  issuer,
  audience,
  roles: {
    ouder: 'parent',
    coordinator: 'coordinator',
    begeleider: 'case-manager',
    jeugdarts: 'jgz',
    figures: 'analyst',
  },
  region: 'Organization/ivh-heuvelrand',
  organizations: { '90000002': 'Organization/jgz-heuvelrand' },
};

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

const table = openSqliteTable(':memory:');

describe('the token of a person', () => {
  let keys: Keys;
  let documents: Record<string, unknown>;
  beforeAll(async () => {
    keys = await generateKeyPair('ES256', { extractable: true });
    documents = {
      [`${issuer}/.well-known/openid-configuration`]: {
        issuer,
        jwks_uri: `${issuer}/keys`,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
      },
      [`${issuer}/keys`]: { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256' }] },
    };
  });

  const standard: JWTPayload = {
    sub: '4711',
    role: 'jeugdarts',
    organization: '90000002',
    practitioner: 'Practitioner/jeugdarts-smit',
    scope: 'openid user/*.cruds',
    jti: 'token-1',
  };
  const sign = (claims: JWTPayload = {}, header: Partial<JWTHeaderParameters> = {}, key = keys.privateKey) =>
    new SignJWT({ iss: issuer, aud: audience, iat: at(-10), exp: at(290), ...standard, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', ...header })
      .sign(key);
  const parts = (more: Partial<IdentityProviderInput> = {}, found = documents) => {
    const provider = identityProviderSchema.parse({ ...config, ...more });
    const remote = {
      json: async (url: string): Promise<unknown> => {
        if (!(url in found)) throw new RemoteUnavailable('It answered 404.');
        return found[url];
      },
    };
    return [{ table, providers: [provider], remote, now: () => now }, provider] as const;
  };
  const callerOf = async (token: string, more: Partial<IdentityProviderInput> = {}) =>
    (await personToken(...parts(more), token)).caller();

  it('makes a professional of an organisation', async () => {
    expect(await callerOf(await sign())).toEqual({
      client: expect.stringMatching(/^regio-[0-9a-f]{32}$/),
      user: expect.stringMatching(/^regio-[0-9a-f]{32}$/),
      kind: 'jgz',
      name: 'jgz (regio)',
      organization: 'Organization/jgz-heuvelrand',
      region: 'Organization/ivh-heuvelrand',
      practitioner: 'Practitioner/jeugdarts-smit',
      person: undefined,
      purpose: 'TREAT',
      token: 'token-1',
      scopes: ['user/*.cruds'],
    });
  });

  it('makes a parent, who acts for nobody else', async () => {
    const mother = await callerOf(
      await sign({ role: 'ouder', person: '999990019', organization: 'Organization/x' }),
    );
    expect(mother).toMatchObject({ kind: 'parent', purpose: 'PATRQT', organization: undefined });
    expect(mother.person).toBe('http://fhir.nl/fhir/NamingSystem/bsn|999990019');
  });

  it('keeps two people of one app apart, and one person the same', async () => {
    const parent = { role: 'ouder', person: '999990019' };
    const [one, again, other] = await Promise.all([
      callerOf(await sign({ ...parent, jti: 'a' })),
      callerOf(await sign({ ...parent, jti: 'b' })),
      callerOf(await sign({ ...parent, sub: '4712' })),
    ]);
    expect(one.client).toBe(again.client);
    expect(one.client).not.toBe(other.client);
  });

  it('is of no use while its person is kept out, also where it was known before', async () => {
    const known = await personToken(...parts(), await sign());
    const { client } = await known.caller();
    await setBlocked(table, client, true);
    await expect(known.caller()).rejects.toMatchObject({ kind: 'unauthenticated' });
    await setBlocked(table, client, false);
    expect((await known.caller()).client).toBe(client);
  });

  it('is read by the names that the provider gives its claims', async () => {
    const claims = { role: '/realm_access/roles', organization: 'https://example.org/org' };
    const token = await sign({
      role: undefined,
      organization: undefined,
      realm_access: { roles: ['offline_access', 'coordinator'] },
      'https://example.org/org': 'Organization/ivh-heuvelrand',
    });
    expect(await callerOf(token, { claims })).toMatchObject({
      kind: 'coordinator',
      organization: 'Organization/ivh-heuvelrand',
    });
  });

  it('grants what the provider may grant and people can have', async () => {
    const asked = { scope: 'openid user/Patient.rs user/Task.cruds system/*.cruds patient/*.rs' };
    expect((await callerOf(await sign(asked), { scopes: ['user/*.rs'] })).scopes).toEqual([
      'user/Patient.rs',
    ]);
    expect((await callerOf(await sign({ scope: ['user/Patient.rs'] }))).scopes).toEqual(['user/Patient.rs']);
    expect((await callerOf(await sign({ scope: undefined }))).scopes).toEqual([]);
  });

  it('takes a purpose that belongs to the part', async () => {
    expect((await callerOf(await sign({ purpose_of_use: 'CAREMGT' }))).purpose).toBe('CAREMGT');
    await expect(callerOf(await sign({ purpose_of_use: 'HPAYMT' }))).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });

  it.each<[string, JWTPayload, string]>([
    ['no role', { role: undefined }, 'gives no part'],
    ['a role nobody knows', { role: 'admin' }, 'gives no part'],
    ['the role of a prototype', { role: 'constructor' }, 'gives no part'],
    ['several roles', { role: ['jeugdarts', 'coordinator'] }, 'several parts'],
    ['no organisation', { organization: undefined }, 'must name the organisation'],
    ['an organisation nobody knows', { organization: '90000099' }, 'must name the organisation'],
    ['a resource for an organisation', { organization: 'Patient/1' }, 'must name the organisation'],
    [
      'a case manager without a name',
      { role: 'begeleider', organization: 'Organization/x', practitioner: 'x' },
      'Practitioner/<id>',
    ],
    ['a parent without a person', { role: 'ouder', person: '' }, 'must name the parent'],
  ])('is understood and forbidden with %s', async (_, claims, text) => {
    await expect(callerOf(await sign(claims))).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining(text),
    });
  });

  it.each<[string, JWTPayload, Partial<JWTHeaderParameters>]>([
    ['has expired', { exp: at(-1), iat: at(-100) }, {}],
    ['never ends', { exp: undefined }, {}],
    ['lives too long', { exp: at(7_200) }, {}],
    ['was issued in the future', { iat: at(60), exp: at(120) }, {}],
    ['has no time of issue', { iat: undefined }, {}],
    ['is not valid yet', { nbf: at(60) }, {}],
    ['is for somebody else', { aud: 'https://elsewhere.example.org' }, {}],
    ['is for nobody', { aud: undefined }, {}],
    ['names nobody', { sub: undefined }, {}],
    ['names an empty person', { sub: '' }, {}],
    ['is an ID token', {}, { typ: 'JWT' }],
    ['is of no type', {}, { typ: undefined }],
    ['names no key', {}, { kid: undefined }],
    ['names a key nobody has', {}, { kid: 'k2' }],
    ['is bound in a way unknown here', { cnf: { jkt: 'x' } }, {}],
  ])('is refused when it %s', async (_, claims, header) => {
    await expect(callerOf(await sign(claims, header))).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  it('is refused when another key signed it', async () => {
    const other = await generateKeyPair('ES256');
    await expect(callerOf(await sign({}, {}, other.privateKey))).rejects.toMatchObject({
      kind: 'unauthenticated',
    });
  });

  it('is taken from the apps that are named, where any are', async () => {
    const clients = ['portaal'];
    expect((await callerOf(await sign({ client_id: 'portaal' }), { clients })).kind).toBe('jgz');
    expect((await callerOf(await sign({ azp: 'portaal' }), { clients })).kind).toBe('jgz');
    for (const app of [{ client_id: 'other' }, {}])
      await expect(callerOf(await sign(app), { clients })).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  it('is not looked at with a weak key, nor a secret one', async () => {
    const weak = { kty: 'oct', k: 'c2VjcmV0', kid: 'k1', alg: 'HS256' };
    const found = { ...documents, [`${issuer}/keys`]: { keys: [weak] } };
    await expect(personToken(...parts({}, found), await sign())).rejects.toMatchObject({
      kind: 'unauthenticated',
    });
  });

  it('waits for a provider that is away, and takes none that speaks for another', async () => {
    await expect(personToken(...parts({}, {}), await sign())).rejects.toMatchObject({ kind: 'busy' });
    const discovery = `${issuer}/.well-known/openid-configuration`;
    const lying = {
      ...documents,
      [discovery]: { ...Object(documents[discovery]), issuer: 'https://elsewhere.example.org' },
    };
    await expect(personToken(...parts({}, lying), await sign())).rejects.toMatchObject({ kind: 'busy' });
  });

  it('has nothing to do with discovery where the keys’ address is configured', async () => {
    const jwksUrl = `${issuer}/keys`;
    const found = { [jwksUrl]: documents[jwksUrl] };
    const known = await personToken(...parts({ jwksUrl }, found), await sign());
    expect((await known.caller()).kind).toBe('jgz');
  });
});

describe('an identity provider', () => {
  it('is described completely, and nobody signs in as a tester', () => {
    expect(identityProviderSchema.safeParse({ ...config, roles: { x: 'tester' } }).success).toBe(false);
    expect(identityProviderSchema.safeParse({ ...config, algorithms: ['HS256'] }).success).toBe(false);
    expect(identityProviderSchema.safeParse({ ...config, algorithms: ['none'] }).success).toBe(false);
    expect(identityProviderSchema.safeParse({ ...config, secret: 'x' }).success).toBe(false);
    expect(identityProviderSchema.safeParse(config).success).toBe(true);
  });
});
