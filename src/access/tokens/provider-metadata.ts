// What an identity provider says of itself. https://openid.net/specs/openid-connect-discovery-1_0.html
import * as z from 'zod';
import type { IdentityProvider } from './identity-provider.ts';
import { type Remote, RemoteUnavailable } from './remote-document.ts';

const schema = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  end_session_endpoint: z.url().optional(),
  userinfo_endpoint: z.url().optional(),
});
export type ProviderMetadata = z.infer<typeof schema>;

/** Throws RemoteUnavailable when it is not there, or speaks for another issuer. */
export async function metadataOf(remote: Remote, { issuer }: IdentityProvider): Promise<ProviderMetadata> {
  const found = schema.safeParse(
    await remote.json(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
  );
  if (!found.success) throw new RemoteUnavailable('Its discovery document is not as it must be.');
  if (found.data.issuer !== issuer) throw new RemoteUnavailable('It speaks for another issuer.');
  return found.data;
}

export const jwksUrlOf = async (remote: Remote, provider: IdentityProvider): Promise<string> =>
  provider.jwksUrl ?? (await metadataOf(remote, provider)).jwks_uri;
