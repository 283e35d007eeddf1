// The sandbox's identity provider: a real one (OpenID Connect, authorization code with PKCE) that asks no password.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Configuration, default as Provider } from 'oidc-provider';
import { isScope } from '../../access/scopes.ts';
import { type IdentityProvider, identityProviderSchema } from '../../access/tokens/identity-provider.ts';
import { memoryFor } from './memory.ts';
import { choicePage, noticePage } from './page.ts';
import { findPerson } from './people.ts';

export interface SignIn {
  /** How the product knows it. */
  readonly provider: IdentityProvider;
  /** Answers what is addressed to it; false for anything else. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

const path = '/aanmelden';
export const sandboxApp = 'vroegdossier-sandbox';
/** Seconds. */
const tokenLife = 900;

/** `url` is the sandbox's own. */
export async function openSignIn(url: string): Promise<SignIn> {
  const { default: OidcProvider, interactionPolicy } = await import('oidc-provider');
  const policy = interactionPolicy.base();
  // Choosing who you are says yes to all the app asks for.
  policy.remove('consent');
  const issuer = `${url}${path}`;
  const audience = `${url}/fhir`;
  const oidc = new OidcProvider(issuer, {
    ...configurationFor(audience),
    interactions: { policy, url: pageOf },
  });
  const handle = oidc.callback();
  return {
    provider: identityProviderSchema.parse({
      name: 'sandbox',
      issuer,
      audience,
      roles: {
        ouder: 'parent',
        coordinator: 'coordinator',
        trajectbegeleider: 'case-manager',
        jgz: 'jgz',
        huisarts: 'gp',
        ziekenhuis: 'hospital',
        aanbieder: 'provider',
        gemeente: 'municipality',
      },
      region: 'Organization/ivh-heuvelrand',
      clients: [sandboxApp],
    }),
    serve: async (request, response) => {
      const asked = request.url ?? '/';
      if (asked.startsWith(`${path}/wie/`)) await choose(oidc, request, response);
      else if (asked.startsWith(`${path}/`)) {
        // The provider knows where it is mounted by what is left of the address.
        Object.assign(request, { originalUrl: asked, url: asked.slice(path.length) });
        await handle(request, response);
      } else return false;
      return true;
    },
  };
}

const pageOf = (_: unknown, { uid }: { readonly uid: string }): string => `${path}/wie/${uid}`;

const configurationFor = (audience: string): Configuration => ({
  adapter: memoryFor(Date.now),
  jwks: {
    keys: [
      {
        ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
        alg: 'ES256',
        use: 'sig',
      },
    ],
  },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  clients: [
    {
      client_id: sandboxApp,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      // An app of one's own machine: any port will do.
      redirect_uris: ['http://127.0.0.1/terug', 'http://[::1]/terug', 'http://localhost/terug'],
      id_token_signed_response_alg: 'ES256',
    },
  ],
  responseTypes: ['code'],
  pkce: { required: () => true },
  scopes: ['openid'],
  ttl: {
    AccessToken: tokenLife,
    AuthorizationCode: 60,
    Interaction: 600,
    Session: 3600,
    Grant: 3600,
    IdToken: 900,
  },
  renderError: (context, { error, error_description = '' }) => {
    context.type = 'html';
    context.body = noticePage('Aanmelden lukt niet', `${error}: ${error_description}`);
  },
  findAccount: (_, id) => (findPerson(id) ? { accountId: id, claims: () => ({ sub: id }) } : undefined),
  loadExistingGrant: async ({ oidc }) => {
    const { client, session, provider } = oidc;
    const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
    grant.addOIDCScope('openid');
    grant.addResourceScope(audience, askedScopes(oidc.params?.scope));
    await grant.save();
    return grant;
  },
  extraTokenClaims: (_, token) => {
    const who = findPerson('accountId' in token ? token.accountId : undefined);
    return (
      who && {
        role: who.role,
        organization: who.organization,
        practitioner: who.practitioner,
        person: who.person,
      }
    );
  },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      getResourceServerInfo: ({ oidc }) => ({
        audience,
        scope: askedScopes(oidc.params?.scope ?? oidc.entities.AuthorizationCode?.scope),
        accessTokenFormat: 'jwt',
        accessTokenTTL: tokenLife,
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
});

/** Scopes of FHIR are without number, so those that are asked for say which there are. */
const askedScopes = (asked: unknown): string =>
  String(asked ?? '')
    .split(' ')
    .filter((scope) => isScope(scope))
    .join(' ');

async function choose(oidc: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { uid } = await oidc.interactionDetails(request, response);
    if (request.method !== 'POST') return show(response, 200, choicePage(`${path}/wie/${uid}`));
    const who = findPerson(new URLSearchParams(await textOf(request)).get('wie') ?? undefined);
    if (!who) return show(response, 400, choicePage(`${path}/wie/${uid}`));
    await oidc.interactionFinished(request, response, { login: { accountId: who.id } });
  } catch (problem) {
    if (!(problem instanceof Error) || problem.name !== 'SessionNotFound') throw problem;
    show(
      response,
      400,
      noticePage(
        'Opnieuw beginnen',
        'Deze aanmelding is verlopen. Begin opnieuw in de toepassing waar u vandaan kwam.',
      ),
    );
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 4096) return '';
  }
  return text;
}

function show(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    // The form leads on to the app's own address, so form-action is not for this page to say.
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(page);
}
