// Tests ask here for the emulator and for a table of their own on it.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';

/** The emulator's endpoint, or undefined where there is no Java: then skip, loudly. */
export async function dynamoDbEndpoint(): Promise<string | undefined> {
  const response = await fetch(inject('dynamoDbLocal'));
  const said = await response.text();
  if (!response.ok) throw new Error(said);
  return response.status === 204 ? undefined : said;
}

/** A client with made-up credentials, the only ones the emulator ever gets. */
export function localClient(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials });
}
