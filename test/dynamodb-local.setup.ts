// One DynamoDB Local for the whole test run, started when the first test file asks for it.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { javaIsThere } from '../scripts/dynamodb-local/emulator.ts';
import { type DynamoDbLocal, startDynamoDbLocal } from '../scripts/dynamodb-local/start.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers a GET with the emulator's endpoint: 204 where there is no Java to run it. */
    dynamoDbLocal: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<DynamoDbLocal | undefined> | undefined;
  const desk = createServer(async (_, response) => {
    try {
      starting ??= startWhereJavaIs();
      const emulator = await starting;
      response.writeHead(emulator ? 200 : 204).end(emulator?.endpoint);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  }).listen(0, '127.0.0.1');
  await once(desk, 'listening');
  project.provide('dynamoDbLocal', `http://127.0.0.1:${(desk.address() as AddressInfo).port}`);

  return async () => {
    desk.close();
    desk.closeAllConnections();
    // A start that failed has been told to whoever asked for it.
    const emulator = await starting?.catch(() => undefined);
    await emulator?.stop();
  };
}

async function startWhereJavaIs(): Promise<DynamoDbLocal | undefined> {
  if (await javaIsThere()) return startDynamoDbLocal();
  if (process.env.CI === 'true')
    throw new Error('CI must run the DynamoDB tests: it needs a JDK, 11 or later');
  console.warn('\n*** No JDK found: the tests against DynamoDB Local are SKIPPED. ***\n');
  return undefined;
}
