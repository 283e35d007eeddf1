// How to get in, for systems and for people. https://hl7.org/fhir/smart-app-launch/conformance.html
import type { PeopleParts } from '../access/tokens/person-token.ts';
import { metadataOf, type ProviderMetadata } from '../access/tokens/provider-metadata.ts';
import { RemoteUnavailable } from '../access/tokens/remote-document.ts';

/** `people` sign in with the first provider; while it does not answer, the document tells of systems alone. */
export async function smartConfiguration(
  publicUrl: string,
  people?: Pick<PeopleParts, 'providers' | 'remote'>,
): Promise<unknown> {
  const signIn = await signInOf(people);
  return {
    issuer: signIn?.issuer ?? `${publicUrl}/fhir`,
    jwks_uri: signIn?.jwks_uri ?? `${publicUrl}/auth/jwks`,
    authorization_endpoint: signIn?.authorization_endpoint,
    token_endpoint: `${publicUrl}/auth/token`,
    end_session_endpoint: signIn?.end_session_endpoint,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    grant_types_supported: [...(signIn ? ['authorization_code'] : []), 'client_credentials'],
    response_types_supported: signIn ? ['code'] : undefined,
    scopes_supported: [
      ...(signIn ? ['openid', 'user/*.cruds', 'user/*.rs', 'patient/*.rs'] : []),
      'system/*.cruds',
      'system/*.rs',
    ],
    code_challenge_methods_supported: ['S256'],
    capabilities: [
      'client-confidential-asymmetric',
      ...(signIn
        ? ['authorize-post', 'client-public', 'launch-standalone', 'permission-user', 'sso-openid-connect']
        : []),
      'permission-v1',
      'permission-v2',
    ],
  };
}

async function signInOf(
  people: Parameters<typeof smartConfiguration>[1],
): Promise<ProviderMetadata | undefined> {
  const [provider] = people?.providers ?? [];
  if (!people || !provider) return undefined;
  return metadataOf(people.remote, provider).catch((problem: unknown) => {
    if (problem instanceof RemoteUnavailable) return undefined;
    throw problem;
  });
}
