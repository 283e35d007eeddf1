// What the tests of bad tokens work with: keys to forge by, and whether the audit trail took notice.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importJWK, type JWK, SignJWT } from 'jose';
import { decodeTip } from '../../src/access/audit/chain.ts';
import { tipRanges } from '../../src/store/keys.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

export type Key = Parameters<SignJWT['sign']>[0];
export type Members = Readonly<Record<string, unknown>>;

export const region = 'Organization/ivh-heuvelrand';
export const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
export const ago = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds;
export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export const keyFileOf = ({ dataDir }: Sandbox, client: string): string =>
  readFileSync(join(dataDir, 'sandbox-keys', `${client}.json`), 'utf8');

export interface TokenScene {
  readonly sandbox: Sandbox;
  readonly tokenUrl: string;
  readonly base: string;
  readonly gpKey: Key;
  readonly jgzKey: Key;
  /** The server's own: with it a test can make what an attacker could not, so that one fault is looked at alone. */
  readonly ownKey: Key;
  readonly ownKid: string;
  /** What came back, and whether the trail knows of it. */
  audited(send: () => Promise<Response>): Promise<{ response: Response; text: string; isAudited: boolean }>;
}

export async function openTokenScene(): Promise<TokenScene> {
  const sandbox = await openSandbox();
  const keyOf = async (client: string): Promise<Key> =>
    importJWK(JSON.parse(keyFileOf(sandbox, client)), 'ES384');
  // The first token makes the server's key.
  await sandbox.as('gp');
  const row = await sandbox.table.get({ pk: 'token-signing-key', sk: 'current' });
  const jwk: JWK = JSON.parse(row?.value ?? '{}');
  const entries = async (): Promise<number> => {
    const tips = (await Promise.all(tipRanges.map((range) => sandbox.table.query(range)))).flat();
    return tips.reduce((sum, { value }) => sum + (decodeTip(value)?.i ?? 0), 0);
  };
  return {
    sandbox,
    tokenUrl: `${sandbox.url}/auth/token`,
    base: `${sandbox.url}/fhir`,
    gpKey: await keyOf('gp'),
    jgzKey: await keyOf('jgz'),
    ownKey: await importJWK(jwk, 'ES256'),
    ownKid: jwk.kid ?? '',
    audited: async (send) => {
      const before = await entries();
      const response = await send();
      const text = await response.text();
      return { response, text, isAudited: (await entries()) > before };
    },
  };
}

/** An access token as the server would make it, but for what the test changes. */
export const accessToken = (
  { base, ownKey, ownKid }: TokenScene,
  more: Members = {},
  header: Members = {},
  key: Key = ownKey,
): Promise<string> => {
  const { alg = 'ES256', ...rest } = { kid: ownKid, typ: 'at+jwt', ...header };
  return new SignJWT(accessClaims(base, more))
    .setProtectedHeader({ alg: String(alg), ...rest })
    .sign(key, { crit: { 'https://example.org/must': true } });
};

export const accessClaims = (base: string, more: Members = {}): Record<string, unknown> => ({
  iss: base,
  aud: base,
  sub: 'gp',
  client_id: 'gp',
  scope: 'system/*.cruds',
  jti: crypto.randomUUID(),
  iat: ago(1),
  exp: ago(-100),
  ...more,
});
