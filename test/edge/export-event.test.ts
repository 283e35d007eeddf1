// Events of the table's stream as changes of exports.
import type { DynamoDBRecord } from 'aws-lambda';
import { expect, it } from 'vitest';
import { type ExportChange, exportHandler } from '../../src/edge/export-event.ts';

const record = (sk: string, version?: string): DynamoDBRecord => ({
  eventName: version === undefined ? 'REMOVE' : 'MODIFY',
  dynamodb: {
    Keys: { pk: { S: 'export' }, sk: { S: sk } },
    NewImage: version === undefined ? undefined : { n: { N: version } },
  },
});

it('takes one step per change, in order, and none for what says nothing', async () => {
  const taken: ExportChange[] = [];
  const handler = exportHandler(async (change) => taken.push(change));
  await handler({ Records: [record('jgz/1', '3'), {}, record('jgz/2')] });
  expect(taken).toEqual([
    { sk: 'jgz/1', version: 3 },
    { sk: 'jgz/2', version: undefined },
  ]);
});

it('fails as a whole when a step fails, so that the stream brings the change again', async () => {
  const handler = exportHandler(() => Promise.reject(new Error('the table refuses')));
  await expect(handler({ Records: [record('jgz/1', '1')] })).rejects.toThrow('refuses');
});
