import { describe, expect, it } from 'vitest';
import { identityProviderSchema } from '../../src/access/tokens/identity-provider.ts';
import { RemoteUnavailable } from '../../src/access/tokens/remote-document.ts';
import { smartConfiguration } from '../../src/edge/smart-configuration.ts';

const publicUrl = 'https://dossier.example.org';
const issuer = 'https://inloggen.example.org/';
const provider = identityProviderSchema.parse({
  name: 'regio',
  issuer,
  audience: `${publicUrl}/fhir`,
  roles: { ouder: 'parent' },
  region: 'Organization/ivh',
});
const metadata = {
  issuer,
  jwks_uri: 'https://inloggen.example.org/keys',
  authorization_endpoint: 'https://inloggen.example.org/auth',
  token_endpoint: 'https://inloggen.example.org/token',
};

describe('the SMART configuration', () => {
  it('tells people where to sign in, and has everybody’s tokens at one endpoint', async () => {
    const asked: string[] = [];
    const remote = {
      json: async (url: string) => {
        asked.push(url);
        return metadata;
      },
    };
    expect(await smartConfiguration(publicUrl, { providers: [provider], remote })).toMatchObject({
      issuer,
      jwks_uri: metadata.jwks_uri,
      authorization_endpoint: metadata.authorization_endpoint,
      token_endpoint: `${publicUrl}/auth/token`,
      grant_types_supported: ['authorization_code', 'client_credentials'],
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      capabilities: expect.arrayContaining([
        'client-public',
        'launch-standalone',
        'permission-user',
        'permission-v1',
        'permission-v2',
        'sso-openid-connect',
      ]),
    });
    expect(asked).toEqual(['https://inloggen.example.org/.well-known/openid-configuration']);
  });

  it('goes on telling systems what they need while the provider is away, or there is none', async () => {
    const remote = { json: () => Promise.reject(new RemoteUnavailable('It did not answer.')) };
    const away = await smartConfiguration(publicUrl, { providers: [provider], remote });
    expect(away).toEqual(await smartConfiguration(publicUrl));
    expect(away).toMatchObject({
      issuer: `${publicUrl}/fhir`,
      jwks_uri: `${publicUrl}/auth/jwks`,
      token_endpoint: `${publicUrl}/auth/token`,
      grant_types_supported: ['client_credentials'],
    });
    expect(JSON.stringify(away)).not.toMatch(/authorization_endpoint|client-public|sso/);
  });
});
