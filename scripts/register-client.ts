// Registers a client in a deployed table, with the operator's own AWS credentials: no door may do it.
// node scripts/register-client.ts --table <TableName> [--endpoint URL] <registration.json>
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { register, registrableKinds, registrationSchema } from '../src/access/registration.ts';
import { openDynamoTable } from '../src/store/dynamodb.ts';

const usage =
  'Usage: node scripts/register-client.ts --table <TableName> [--endpoint URL] <registration.json>';

/** Private key members (RFC 7518, 6): a registration holds public keys only. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { table: { type: 'string' }, endpoint: { type: 'string' } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (!values.table || !file) throw new Error(usage);
  const parsed = registrationSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    );
  }
  if (!registrableKinds.includes(parsed.data.kind))
    throw new Error(`kind: one of ${registrableKinds.join(', ')}.`);
  if (parsed.data.jwks.keys.some((key) => privateMembers.some((member) => member in key))) {
    throw new Error('jwks: holds a private key; give the public key only.');
  }
  const client = new DynamoDBClient(values.endpoint ? { endpoint: values.endpoint } : {});
  const table = openDynamoTable({ client, tableName: values.table });
  await table.ping();
  await register(table, parsed.data);
  await table.close();
  client.destroy();
  console.log(
    `${parsed.data.client} is registered for ${parsed.data.organization ?? 'a person'} in ${parsed.data.region}.`,
  );
}

try {
  await main();
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : String(problem));
  process.exitCode = 1;
}
