// npm run security, in folders of its own and with an npm that says what the test wants.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const sound = { metadata: { vulnerabilities: { moderate: 3, high: 0, critical: 0 } } };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vroegdossier-security-'));
  mkdirSync(join(folder, 'tree'));
  mkdirSync(join(folder, 'bin'));
  execFileSync('git', ['init', '-q'], { cwd: join(folder, 'tree') });
  writeFileSync(join(folder, 'tree/readme.md'), 'Nothing to see.');
});
afterEach(() => rmSync(folder, { recursive: true }));

function check(audit: unknown) {
  const npm = join(folder, 'bin/npm');
  writeFileSync(npm, `#!/bin/sh\ncat <<'END'\n${JSON.stringify(audit)}\nEND\n`);
  chmodSync(npm, 0o755);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/security.ts'), '--in', join(folder, 'tree')],
    {
      encoding: 'utf8',
      env: { PATH: `${join(folder, 'bin')}:${join(root, 'node_modules/.bin')}:/usr/bin:/bin` },
    },
  );
  return { status, said: `${stdout}${stderr}` };
}

test('is content with a tree without secrets and packages without high weaknesses', () => {
  const { status, said } = check(sound);
  expect([status, said]).toEqual([0, expect.stringContaining('1 files searched for secrets: none')]);
  expect(said).toContain('no known high weakness');
});

test('finds a private key in a file that nobody added yet, a hidden one too', () => {
  // Put together here, so that this file is none of those.
  const begin = '-----BEGIN RSA PRIVATE ';
  const body = 'MIIEpAIBAAKCAQEA'.repeat(40);
  writeFileSync(
    join(folder, 'tree/.env.local'),
    `${begin}KEY-----\n${body}\n${begin.replace('BEGIN', 'END')}KEY-----\n`,
  );
  const { status, said } = check(sound);
  expect([status, said]).toEqual([1, expect.stringContaining('.env.local')]);
  expect(said).not.toContain(body);
});

test('finds a private key in the form our clients have theirs', async () => {
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  writeFileSync(join(folder, 'tree/client.json'), JSON.stringify(await exportJWK(privateKey)));
  const { status, said } = check(sound);
  expect([status, said]).toEqual([1, expect.stringContaining('client.json: holds a private key')]);
});

test('takes a public key for what it is', async () => {
  const { publicKey } = await generateKeyPair('ES384', { extractable: true });
  writeFileSync(join(folder, 'tree/client.json'), JSON.stringify(await exportJWK(publicKey)));
  expect(check(sound).status).toBe(0);
});

test('lets ignored files be', () => {
  writeFileSync(join(folder, 'tree/.gitignore'), '.data/');
  mkdirSync(join(folder, 'tree/.data'));
  writeFileSync(join(folder, 'tree/.data/key.json'), `{"kty":"EC","d":"${'a'.repeat(64)}"}`);
  expect(check(sound).status).toBe(0);
});

test('fails for a high weakness', () => {
  const { status, said } = check({ metadata: { vulnerabilities: { high: 1, critical: 2 } } });
  expect([status, said]).toEqual([1, expect.stringContaining('1 high and 2 critical')]);
});

test('says loudly that nothing was checked when the registry does not answer', () => {
  const { status, said } = check({ message: '405 Method Not Allowed' });
  expect([status, said]).toEqual([0, expect.stringContaining('!!! DEPENDENCIES WERE NOT CHECKED')]);
  expect(said).toContain('405 Method Not Allowed');
});
