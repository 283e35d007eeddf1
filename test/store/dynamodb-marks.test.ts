// What a staged commit lays on items, and which writes that takes: some partitions may only be added to.

import { describe, expect, it } from 'vitest';
import { type Item, prepare } from '../../src/store/dynamodb-items.ts';
import { hold, holdingWrite, rowIn, settlingWrite } from '../../src/store/dynamodb-marks.ts';
import type { Action } from '../../src/store/table.ts';

const now = 1_000_000_000_000;
const key = { pk: 'p', sk: 's' };
const held = (action: Action, seen?: Item) => hold(prepare(action), seen, 'tx-1', now, () => 'name');
const there: Item = {
  pk: { S: 'p' },
  sk: { S: 's' },
  v: { S: 'old' },
  n: { N: '4' },
  e: { N: '2000000000' },
};
const kindsOf = (write: object): string[] => Object.keys(write);

describe('a row that is to be new', () => {
  const { item, ...rest } = held({ put: key, value: 'new', expect: 'absent' });

  it('is laid, made and taken back by puts alone, as the audit trail allows nothing else', () => {
    expect(kindsOf(holdingWrite({ item, ...rest }, 'table'))).toEqual(['Put']);
    expect(kindsOf(settlingWrite(item, 'committed', 'table', now))).toEqual(['Put']);
    expect(kindsOf(settlingWrite(item, 'aborted', 'table', now))).toEqual(['Put']);
  });

  it('is no row before the commit point, and is one from then on', () => {
    expect(rowIn(item, 'open', now)).toBeUndefined();
    expect(rowIn(item, 'aborted', now)).toBeUndefined();
    expect(rowIn(item, 'committed', now)).toMatchObject({ version: 1, v: { S: 'new' } });
  });

  it('taken back is an item that has long expired', () => {
    const { Put } = settlingWrite(item, 'aborted', 'table', now);
    expect(Put?.Item).toEqual({ pk: { S: 'p' }, sk: { S: 's' }, e: { N: '999913600' } });
    expect(rowIn(Put?.Item ?? {}, undefined, now)).toBeUndefined();
  });
});

describe('a row that is there', () => {
  it('is what it was before the commit point, and what was put from then on', () => {
    const { item } = held({ put: key, value: 'new' }, there);
    expect(rowIn(item, 'open', now)).toMatchObject({ version: 4, v: { S: 'old' } });
    expect(rowIn(item, 'committed', now)).toMatchObject({ version: 5, v: { S: 'new' } });
  });

  it('goes on expiring while it is held, out of reach of the table’s own expiry', () => {
    const { item } = held({ check: key, expect: 4 }, there);
    expect(item.e).toBeUndefined();
    expect(rowIn(item, 'committed', now)).toMatchObject({ version: 4 });
    expect(rowIn(item, 'committed', 2_000_000_000_000)).toBeUndefined();
    expect(rowIn(item, 'open', 2_000_000_000_000)).toBeUndefined();
  });

  it('is no row any more once its removal is committed', () => {
    const { item } = held({ remove: key }, there);
    expect(rowIn(item, 'open', now)).toMatchObject({ version: 4 });
    expect(rowIn(item, 'committed', now)).toBeUndefined();
  });

  it('begins anew when it had expired', () => {
    const { item } = held({ put: key, value: 'new' }, { ...there, e: { N: '999999999' } });
    expect(rowIn(item, 'open', now)).toBeUndefined();
    expect(rowIn(item, 'committed', now)).toMatchObject({ version: 1 });
  });

  it('keeps a new value apart that does not fit beside the old one', () => {
    const large = (letter: string) => ({ S: letter.repeat(300_000) });
    const one = { action: { put: key, value: '' }, key, packed: large('n'), bytes: 300_100 };
    const { item, parts } = hold(one, { ...there, v: large('o') }, 'tx-1', now, () => 'name');
    expect(item).toMatchObject({ pq: { S: 'name:1' }, v: large('o') });
    expect(item.pv).toBeUndefined();
    expect(parts.map((part) => part.key)).toEqual([{ pk: 'part/name', sk: '0000' }]);
  });
});
