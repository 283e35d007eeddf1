// Clients that stop in the middle of a commit, as a process does that is killed or cut off, or let others act in between.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** After `calls` calls none arrives any more; with `unheard` the last one that did is done, but its answer is lost. */
export function stoppingAfter(client: DynamoDBClient, calls: number, unheard: boolean): DynamoDBClient {
  let made = 0;
  client.middlewareStack.add((next) => async (args) => {
    made += 1;
    if (made > calls) throw new Error('cut off');
    const answer = await next(args);
    if (unheard && made === calls) throw new Error('cut off');
    return answer;
  });
  return client;
}

/** Its `at`th call (counted from 1) fails: it never arrives, or with `unheard` is done and its answer lost. */
export function failingAt(client: DynamoDBClient, at: number, unheard: boolean): DynamoDBClient {
  let made = 0;
  client.middlewareStack.add((next) => async (args) => {
    made += 1;
    if (made !== at) return next(args);
    if (unheard) await next(args);
    throw new Error('cut off');
  });
  return client;
}

/** Waits before its `at`th call (counted from 1) until `meanwhile` is through, or before every one. */
export function pausingAt(
  client: DynamoDBClient,
  at: number | 'every',
  meanwhile: () => Promise<void>,
): DynamoDBClient {
  let made = 0;
  client.middlewareStack.add((next) => async (args) => {
    made += 1;
    if (at === 'every' || made === at) await meanwhile();
    return next(args);
  });
  return client;
}

/** The commands that the work takes, in order. */
export async function commandsOf(
  client: DynamoDBClient,
  work: (client: DynamoDBClient) => Promise<void>,
): Promise<string[]> {
  const commands: string[] = [];
  client.middlewareStack.add((next, { commandName }) => (args) => {
    commands.push(String(commandName));
    return next(args);
  });
  await work(client);
  return commands;
}
