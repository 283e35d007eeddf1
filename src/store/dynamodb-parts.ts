// Values that no item takes: cut into parts beside it, each in an item of a partition that no range reaches. A part is never
// changed and its name never used again, so who finds one gone knows that the value was replaced.

import { type AttributeValue, DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoAccess, secondsOf, sideBySide } from './dynamodb-access.ts';
import { type Item, itemKey, numberIn } from './dynamodb-items.ts';
import { MEMORY_MS } from './dynamodb-transaction.ts';
import { compress, decompress, type Packed } from './packing.ts';
import type { Key } from './table.ts';

/** An item's 400 KB less key and names. */
const PART_BYTES = 390 * 1024;

export interface Part {
  readonly key: Key;
  readonly bytes: Uint8Array;
}

/** Parts of a value, and their name for the item that they belong to. */
export function cut(packed: Packed, name: string): { parts: Part[]; name: AttributeValue } {
  const bytes = packed.B ?? compress(packed.S ?? '');
  const count = Math.ceil(bytes.length / PART_BYTES);
  const slice = (at: number) => bytes.subarray(at * PART_BYTES, (at + 1) * PART_BYTES);
  const full = { S: `${name}:${count}` };
  return { parts: keysOfParts(full).map((key, at) => ({ key, bytes: slice(at) })), name: full };
}

/** The keys that a value's name stands for. */
export function keysOfParts(name: AttributeValue): Key[] {
  const [id, count] = name.S?.split(':') ?? [];
  return Array.from({ length: Number(count) }, (_, at) => ({
    pk: `part/${id}`,
    sk: String(at).padStart(4, '0'),
  }));
}

export function joinParts(items: readonly (Item | undefined)[]): string {
  return decompress(Buffer.concat(items.map((item) => item?.v?.B ?? new Uint8Array())));
}

/** A part goes with the row it belongs to: a day after that has expired. */
export async function writePart(
  { client, table }: DynamoAccess,
  { key, bytes }: Part,
  expires: AttributeValue | undefined,
): Promise<void> {
  const at = numberIn(expires);
  const item: Item = { ...itemKey(key), v: { B: bytes } };
  if (at !== undefined) item.e = secondsOf(at * 1000 + MEMORY_MS);
  await client.send(new PutItemCommand({ TableName: table, Item: item }));
}

export async function removeParts(
  { client, table }: DynamoAccess,
  names: readonly AttributeValue[],
): Promise<void> {
  await sideBySide(names.flatMap(keysOfParts), async (key) => {
    await client.send(new DeleteItemCommand({ TableName: table, Key: itemKey(key) }));
  });
}
