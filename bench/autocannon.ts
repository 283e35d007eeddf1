// The bare server as autocannon sees it. The steps use a client of our own: autocannon drops the requests in flight when
// its time is up, which loses the versions that If-Match needs, and itself takes about as much CPU as the bare server.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const program = createRequire(import.meta.url).resolve('autocannon');

/** Requests per second. */
export async function autocannonRate(url: string, connections: number, seconds: number): Promise<number> {
  const options = ['-c', String(connections), '-d', String(seconds), '--json', url];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...options]);
  const { requests } = JSON.parse(stdout) as { requests: { average: number } };
  return requests.average;
}
