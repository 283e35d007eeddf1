// A person signs in: the whole code flow as an app and a browser do it, and what his token is good for.
import type { AuditEvent } from '@medplum/fhirtypes';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { peopleGroups } from '../../src/local/sign-in/people.ts';
import { openSignIn, sandboxApp } from '../../src/local/sign-in/provider.ts';
import { type FileScene, openFile } from '../end-to-end/file-scene.ts';
import { matchesOf, openSandbox, type Sandbox } from '../end-to-end/sandbox.ts';
import { Browser } from './browser.ts';
import { runScript } from './run-script.ts';

const redirect = 'http://127.0.0.1:4711/terug';

describe('signing in', () => {
  let sandbox: Sandbox;
  let file: FileScene;
  let app: openid.Configuration;
  beforeAll(async () => {
    sandbox = await openSandbox('SQLite', { openSignIn });
    file = await openFile(sandbox, '999990020');
    app = await openid.discovery(new URL(`${sandbox.url}/aanmelden`), sandboxApp, undefined, openid.None(), {
      execute: [openid.allowInsecureRequests],
    });
  });
  afterAll(() => sandbox.close());

  const begin = async (more: Record<string, string> = {}) => {
    const verifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState();
    const address = openid.buildAuthorizationUrl(app, {
      redirect_uri: redirect,
      scope: 'openid user/*.cruds patient/*.rs',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      ...more,
    });
    return { verifier, state, address: address.href };
  };

  /** Chooses somebody on the page; the address the app is called back at. */
  const choose = async (address: string, who: string): Promise<URL> => {
    const browser = new Browser(sandbox.url);
    const page = await browser.open(address);
    return new URL((await browser.open(page.url, { wie: who })).url);
  };

  const tokenOf = async (who: string, scope?: string) => {
    const { verifier, state, address } = await begin(scope === undefined ? {} : { scope });
    const tokens = await openid.authorizationCodeGrant(app, await choose(address, who), {
      pkceCodeVerifier: verifier,
      expectedState: state,
    });
    return tokens.access_token;
  };
  const signedIn = async (who: string, scope?: string) => sandbox.withToken(await tokenOf(who, scope));

  it('shows a page in Dutch with a button for everybody the sandbox knows', async () => {
    const { status, text } = await new Browser(sandbox.url).open((await begin()).address);
    expect(status).toBe(200);
    expect(text).toContain('<html lang="nl">');
    expect(text).toMatch(/<title>Wie bent u\?[^<]*<\/title>/);
    expect(text.match(/<main>/g)).toHaveLength(1);
    expect(text.match(/<h1>/g)).toHaveLength(1);
    for (const { title, people } of peopleGroups) {
      expect(text).toMatch(
        new RegExp(`<section aria-labelledby="(groep-\\d)">\\s*<h2 id="\\1">${title}</h2>`),
      );
      for (const { id, name, part } of people)
        expect(text).toContain(
          `<button type="submit" name="wie" value="${id}"><strong>${name}</strong><span>${part}</span></button>`,
        );
    }
    expect(text).not.toMatch(/<script|<img|https?:\/\//);
  });

  it('lets a parent read the file of the own child, and no other', async () => {
    const mother = await signedIn('karin-oefenaar');
    const patients = matchesOf(await mother.get('/fhir/Patient'));
    expect(patients.map(({ id }) => id)).toEqual([file.patient.id]);
    expect((await mother.get(`/fhir/Condition/${file.condition.id}`)).status).toBe(200);
    const stranger = await signedIn('wietske-testema');
    expect((await stranger.get(`/fhir/Patient/${file.patient.id}`)).status).toBe(404);
    expect(matchesOf(await stranger.get('/fhir/Patient'))).toEqual([]);
  });

  it('lets the coordinator work with the board of the region', async () => {
    const coordinator = await signedIn('coordinator-vries');
    expect((await coordinator.get('/ivh/status')).status).toBe(200);
    expect((await coordinator.get(`/fhir/Patient/${file.patient.id}`)).status).toBe(200);
  });

  it('gives a professional what the own organisation sees', async () => {
    const doctor = await signedIn('jeugdarts-smit');
    expect((await doctor.get(`/fhir/Patient/${file.patient.id}`)).status).toBe(200);
    const other = await signedIn('huisarts-mulder');
    expect((await other.get(`/fhir/Patient/${file.patient.id}`)).status).toBe(404);
  });

  it('names the person in the audit trail by a pseudonym that stays', async () => {
    const [first, again] = await Promise.all([signedIn('karin-oefenaar'), signedIn('karin-oefenaar')]);
    for (const client of [first, again]) await client.get(`/fhir/Observation/${file.resources.result?.id}`);
    const trail = matchesOf(
      await first.get(`/fhir/AuditEvent?patient=Patient/${file.patient.id}&_count=1000`),
    );
    const users = trail
      .filter((one): one is AuditEvent => one.resourceType === 'AuditEvent')
      .flatMap(({ agent }) => JSON.stringify(agent).match(/sandbox-[0-9a-f]{32}/g) ?? []);
    expect(users.length).toBeGreaterThan(0);
    expect(JSON.stringify(trail)).not.toContain('Oefenaar');
  });

  it('grants no more than is asked for', async () => {
    const mother = await signedIn('karin-oefenaar', 'openid user/Patient.rs');
    expect((await mother.get(`/fhir/Patient/${file.patient.id}`)).status).toBe(200);
    const refused = await mother.get(`/fhir/Condition/${file.condition.id}`);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
  });

  it('gives people no scopes of systems', async () => {
    const mother = await signedIn('karin-oefenaar', 'openid system/*.cruds');
    expect((await mother.get('/fhir/Patient')).status).toBe(403);
  });

  it('leaves bulk exports to systems', async () => {
    const coordinator = await signedIn('coordinator-vries');
    const reply = await coordinator.get('/fhir/Patient/$export', { prefer: 'respond-async' });
    expect([reply.status, reply.text]).toEqual([403, expect.stringContaining('registered systems')]);
  });

  it('redeems a code at the token endpoint of the SMART configuration too', async () => {
    const smart = JSON.parse(
      (await sandbox.withToken(undefined).get('/fhir/.well-known/smart-configuration')).text,
    );
    expect(smart).toMatchObject({
      issuer: `${sandbox.url}/aanmelden`,
      authorization_endpoint: `${sandbox.url}/aanmelden/auth`,
      token_endpoint: `${sandbox.url}/auth/token`,
      jwks_uri: `${sandbox.url}/aanmelden/jwks`,
      code_challenge_methods_supported: ['S256'],
    });
    const { verifier, address } = await begin();
    const code = (await choose(address, 'onno-proefstra')).searchParams.get('code') ?? '';
    const redeem = (form: Record<string, string>) =>
      fetch(smart.token_endpoint, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: sandboxApp,
          redirect_uri: redirect,
          code,
          ...form,
        }),
      });
    expect((await redeem({})).status).toBe(400);
    const answer = await redeem({ code_verifier: verifier });
    const { access_token } = JSON.parse(await answer.text());
    expect([answer.status, (await sandbox.withToken(access_token).get('/fhir/Patient')).status]).toEqual([
      200, 200,
    ]);
    expect((await redeem({ code_verifier: verifier })).status).toBe(400);
  });

  it.each<[string, Record<string, string>]>([
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }],
    ['with a plain challenge', { code_challenge_method: 'plain' }],
    ['for a token in the address', { response_type: 'token' }],
    ['to an address that is not registered', { redirect_uri: 'https://elsewhere.example.org/terug' }],
    ['for an app nobody knows', { client_id: 'somebody' }],
  ])('refuses an app that asks %s', async (_, more) => {
    const url = new URL((await begin(more)).address);
    for (const [name, value] of [...url.searchParams]) if (value === '') url.searchParams.delete(name);
    const { url: end, text } = await new Browser(sandbox.url).open(url.href);
    expect(`${end} ${text}`).toMatch(/error=|Aanmelden lukt niet/);
    expect(end).not.toContain('code=');
  });

  it('refuses a code with another verifier', async () => {
    const { state, address } = await begin();
    const back = await choose(address, 'karin-oefenaar');
    const checks = { pkceCodeVerifier: openid.randomPKCECodeVerifier(), expectedState: state };
    await expect(openid.authorizationCodeGrant(app, back, checks)).rejects.toThrow();
  });

  it('asks again who somebody is when he chooses nobody', async () => {
    const browser = new Browser(sandbox.url);
    const page = await browser.open((await begin()).address);
    const { status, text } = await browser.open(page.url, { wie: 'constructor' });
    expect([status, text]).toEqual([400, expect.stringContaining('Wie bent u?')]);
  });

  it('says so in Dutch when the page is too old', async () => {
    const { status, text } = await new Browser(sandbox.url).open(`${sandbox.url}/aanmelden/wie/verlopen`);
    expect([status, text]).toEqual([400, expect.stringContaining('Begin opnieuw')]);
  });

  it('is done by a command too, which prints the token', async () => {
    const run = runScript('sign-in/command', { PORT: new URL(sandbox.url).port });
    const addressIn = () => /http:\S+\/auth\?\S+/.exec(run.errors())?.[0];
    await vi.waitUntil(addressIn, { timeout: 10_000 });
    const back = await choose(addressIn() ?? '', 'marijke-proefstra');
    expect(await (await fetch(back)).text()).toContain('U bent aangemeld');
    expect(await run.ended, run.errors()).toBe(0);
    expect((await sandbox.withToken(run.output().trim()).get('/fhir/Patient')).status).toBe(200);
  });
});
