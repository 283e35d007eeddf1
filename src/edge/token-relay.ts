// A SMART app finds one token endpoint here: a code from the identity provider is redeemed there, by the same form.
import type { IdentityProvider } from '../access/tokens/identity-provider.ts';
import { metadataOf } from '../access/tokens/provider-metadata.ts';
import { boundedText, type Remote, RemoteUnavailable } from '../access/tokens/remote-document.ts';
import { TokenRefusal } from '../access/tokens/token-refusal.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

/** Sends a form to an address and answers what came back. */
export type Relay = (url: string, init: RequestInit) => Promise<Response>;

export const relayGrants: readonly string[] = ['authorization_code', 'refresh_token'];

const patience = 10_000;

interface RelayParts {
  readonly providers: readonly IdentityProvider[];
  readonly remote: Remote;
  readonly relay: Relay;
}

/** Of the answer nothing is looked at or kept: what it is worth is seen when its token comes in. */
export async function relayToken(
  { providers: [provider], remote, relay }: RelayParts,
  form: URLSearchParams,
  { headers }: HttpRequest,
): Promise<HttpResponse> {
  if (!provider) throw new TokenRefusal('unsupported_grant_type', 'grant_type must be client_credentials.');
  if (form.get('grant_type') === 'authorization_code' && !form.get('code_verifier'))
    throw new TokenRefusal('invalid_request', 'A code is redeemed with its code_verifier (PKCE, S256).');
  const { authorization } = headers;
  try {
    const { token_endpoint: url } = await metadataOf(remote, provider);
    const response = await relay(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
      headers: { accept: 'application/json', ...(authorization === undefined ? {} : { authorization }) },
      body: form,
    });
    const body = await boundedText(response);
    if (!/^application\/json\b/i.test(response.headers.get('content-type') ?? ''))
      throw new RemoteUnavailable('It did not answer with JSON.');
    return {
      status: response.status,
      headers: { 'Content-Type': 'application/json; charset=utf-8', Pragma: 'no-cache' },
      body,
    };
  } catch (cause) {
    if (cause instanceof TokenRefusal) throw cause;
    throw new TokenRefusal('temporarily_unavailable', 'The identity provider does not answer; try again.');
  }
}
