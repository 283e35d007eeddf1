// npm run -s token -- <client>: prints an access token for a sandbox client of the running server.
import { localSettings } from '../settings.ts';
import { sandboxToken } from './sandbox.ts';
import { sandboxClients } from './sandbox-region.ts';

const client = process.argv[2];

if (!client) {
  console.error(
    `Usage: npm run -s token -- <client>, one of: ${sandboxClients.map((one) => one.client).join(', ')}`,
  );
  process.exitCode = 2;
} else {
  try {
    const { HOST, PORT, DATA_DIR } = localSettings();
    console.log(await sandboxToken(`http://${HOST}:${PORT}`, DATA_DIR, client));
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : String(problem));
    process.exitCode = 1;
  }
}
