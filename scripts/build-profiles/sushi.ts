// Runs SUSHI as a child process that can reach neither the user's home nor the network.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Nothing listens there: every look-up SUSHI tries (newer versions, optional packages) is refused at once. */
const nowhere = 'http://127.0.0.1:9';

/** What it says for want of a network, and then goes on without. */
const expected = /Unable to determine the latest version|Failed to load automatically-provided/;

export async function runSushi(place: { root: string; home: string; out: string }): Promise<string> {
  const cli = join(place.root, 'node_modules/fsh-sushi/dist/app.js');
  const sources = join(place.root, 'fhir-profiles');
  const args = [cli, 'build', sources, '--snapshot', '--log-level', 'warn', '--out', place.out];
  const env = { HOME: place.home, PATH: '', FPL_REGISTRY: nowhere, HTTPS_PROXY: nowhere };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (log += String(text)));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  );
  const complaints = log.split('\n').filter((line) => line.startsWith('warn') && !expected.test(line));
  if (code !== 0 || complaints.length > 0)
    throw new Error(`SUSHI is not content with fhir-profiles:\n${log}`);
  return join(place.out, 'fsh-generated/resources');
}
