// npm run -s sign-in: opens the way for a person to sign in to the running sandbox, and prints the access token he gets.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import { localSettings } from '../../settings.ts';
import { noticePage } from './page.ts';
import { sandboxApp } from './provider.ts';

const patience = 300_000;
const scope = 'openid user/*.cruds patient/*.cruds';
const configurationSchema = z.object({ authorization_endpoint: z.url(), token_endpoint: z.url() });
const answerSchema = z.object({
  access_token: z.string().optional(),
  error_description: z.string().optional(),
});

const random = (): string => randomBytes(32).toString('base64url');

/** The browser comes back here with the code. */
async function waitForCode(
  state: string,
  tell: (redirect: string) => void,
): Promise<{ code: string; redirect: string }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const redirect = `http://127.0.0.1:${port}/terug`;
  tell(redirect);
  const code = new Promise<string>((resolve, reject) => {
    setTimeout(() => reject(new Error('Nobody signed in within five minutes.')), patience).unref();
    server.on('request', (request, response) => {
      const { searchParams, pathname } = new URL(request.url ?? '/', redirect);
      const found = searchParams.get('code');
      const isOurs = pathname === '/terug' && searchParams.get('state') === state;
      response.writeHead(isOurs ? 200 : 404, {
        'Content-Type': 'text/html; charset=utf-8',
        Connection: 'close',
      });
      response.end(isOurs ? noticePage('U bent aangemeld', 'U kunt dit venster sluiten.') : '');
      if (isOurs && found) resolve(found);
      else if (isOurs) reject(new Error(searchParams.get('error_description') ?? 'The sign-in was refused.'));
    });
  });
  try {
    return { code: await code, redirect };
  } finally {
    server.close();
  }
}

async function main(): Promise<void> {
  const { HOST, PORT } = localSettings();
  const base = `http://${HOST}:${PORT}`;
  const found = await fetch(`${base}/fhir/.well-known/smart-configuration`).catch((cause: unknown) => {
    throw new Error(`No server answers at ${base}; start it with npm start.`, { cause });
  });
  const configuration = configurationSchema.parse(await found.json());
  const [state, verifier] = [random(), random()];
  const { code, redirect } = await waitForCode(state, (redirect_uri) => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: sandboxApp,
      redirect_uri,
      scope,
      state,
      aud: `${base}/fhir`,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    console.error(
      `Open this address and choose who you are:\n${configuration.authorization_endpoint}?${query}`,
    );
  });
  const answer = await fetch(configuration.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: sandboxApp,
      code,
      redirect_uri: redirect,
      code_verifier: verifier,
    }),
  });
  const { access_token, error_description } = answerSchema.parse(await answer.json());
  if (!access_token) throw new Error(error_description ?? 'The sign-in gave no token.');
  console.log(access_token);
}

try {
  await main();
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : String(problem));
  process.exitCode = 1;
}
