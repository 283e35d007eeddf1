// What every JWT must be before its signature is looked at: three parts of JSON that say nothing twice and bring no key.
import { decodeProtectedHeader } from 'jose';

/** By these a JWT would bring or fetch the key that verifies it (RFC 8725, 3.1), or ask for what is not understood. */
const unwelcome = ['jwk', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc'];

export class JwtRefused extends Error {
  override readonly name = 'JwtRefused';
}

export interface JwtHeader {
  readonly kid: string;
  readonly alg: string;
}

/** Header of a JWT that is formed as it must be; throws JwtRefused. `jku` is the only address its keys may lie at. */
export function strictHeader(token: string, algorithms: readonly string[], jku?: string): JwtHeader {
  const parts = token.split('.');
  if (parts.length !== 3 || parts.some((part) => !/^[A-Za-z0-9_-]+$/.test(part)))
    throw new JwtRefused('it is not a signed JWT');
  for (const part of parts.slice(0, 2)) checkJson(part);
  const header = decodeProtectedHeader(token);
  const odd = unwelcome.find((name) => Object.hasOwn(header, name));
  if (odd) throw new JwtRefused(`its header may not have ${odd}`);
  if (header.jku !== undefined && header.jku !== jku)
    throw new JwtRefused('its header names another jku than the one registered');
  if (typeof header.kid !== 'string' || header.kid === '' || header.kid.length > 200)
    throw new JwtRefused('its header needs the kid of the key that signed it');
  if (typeof header.alg !== 'string' || !algorithms.includes(header.alg))
    throw new JwtRefused(`its alg must be ${algorithms.join(' or ')}`);
  return { kid: header.kid, alg: header.alg };
}

/** JSON.parse keeps the last of repeated names, another reader the first: such a token says two things. */
function checkJson(part: string): void {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw new JwtRefused('it is not written in base64url');
  const text = bytes.toString('utf8');
  let written = 0;
  try {
    JSON.parse(text, (_key, value: unknown) => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        written += Object.keys(value).length;
      return value;
    });
  } catch (cause) {
    throw new JwtRefused('its parts are not JSON', { cause });
  }
  if (written !== namesIn(text)) throw new JwtRefused('it says something twice');
}

/** Outside texts every colon follows a name. */
const namesIn = (json: string): number => (json.replace(/"(?:[^"\\]|\\.)*"/g, '""').match(/:/g) ?? []).length;
