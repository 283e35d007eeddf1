import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DossierStore } from '../../src/store/dossier-store.ts';
import type { Head } from '../../src/store/head.ts';
import { headRows } from '../../src/store/head-rows.ts';
import type { Kinship } from '../../src/store/joined.ts';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import type { Table } from '../../src/store/table.ts';

const [older, younger] = ['Patient/o', 'Patient/n'];
const unjoined: Kinship = { joins: [], partings: [] };
const join: Kinship = { joins: [{ younger, older }], partings: [] };

/** Facts of `access` are owners of caseloads by reference; `board` is the region. */
const owners = (head: Head): string[] => Object.values(head.access ?? {}).map(String);

describe('the rows of heads', () => {
  let table: Table;
  let store: DossierStore;
  beforeEach(() => {
    table = openSqliteTable(':memory:');
    store = new DossierStore(table, {
      parts: [{ name: 'access', types: new Set(), forYounger: (facts) => facts, factOf: () => undefined }],
      rules: [],
      boardOf: (head) => (head.board ? { region: 'Organization/r', line: { state: 'x' } } : undefined),
      caseloadsOf: owners,
      remainsOf: () => ({}),
    });
  });
  afterEach(() => table.close());

  const plan = async (changed: Record<string, Head>, kinship: Kinship) =>
    headRows(store, await store.heads(Object.keys(changed)), new Map(Object.entries(changed)), kinship);
  const commit = async (changed: Record<string, Head>, kinship: Kinship): Promise<void> =>
    table.commit((await plan(changed, kinship)).actions);
  const caseload = async (owner: string): Promise<string[]> =>
    (await table.query({ pk: `caseload/${owner}` })).map(({ sk }) => sk);
  const own = (owner: string): Head => ({ access: { a: owner }, board: { b: 1 } });

  it('put a younger file into the caseloads of the older, also of who comes to it later', async () => {
    await commit({ [older]: own('hospital') }, unjoined);
    await commit({ [younger]: { access: { c: 'gp' } } }, join);
    expect(await caseload('hospital')).toEqual(['n', 'o']);
    expect(await caseload('gp')).toEqual(['n']);
    await commit(
      { [older]: { ...(await store.heads([older])).get(older)?.own, access: { a: 'school' } } },
      unjoined,
    );
    expect([await caseload('hospital'), await caseload('school')]).toEqual([[], ['n', 'o']]);
  });

  it('take it out again when the files part', async () => {
    await commit({ [older]: own('hospital') }, unjoined);
    await commit({ [younger]: { access: { c: 'gp' } } }, join);
    await commit({}, { joins: [], partings: [[older, younger]] });
    expect([await caseload('hospital'), await caseload('gp')]).toEqual([['o'], ['n']]);
  });

  it('tell on the board of the older which younger there is', async () => {
    await commit({ [older]: own('hospital') }, unjoined);
    await commit({ [younger]: { access: { c: 'gp' } } }, join);
    const [row] = await store.board('Organization/r');
    expect(JSON.parse(row?.value ?? '')).toEqual({ state: 'x', joined: ['n'] });
  });

  it('count as beside what a writer would not need for a child that nobody knows', async () => {
    const made = { [younger]: { ...own('gp'), access: { n: 'gp' } } };
    const { actions: never } = await plan(made, unjoined);
    await commit({ [older]: { access: { a: 'hospital', b: 'school' }, board: { b: 1 } } }, unjoined);
    const { actions, beside } = await plan(made, join);
    expect(actions.length - beside).toBe(never.length);
    expect(beside).toBe(4);
  });

  it('hold what they rest on: a rival who changes the older file makes the plan void', async () => {
    await commit({ [older]: own('hospital') }, unjoined);
    await commit({ [younger]: { access: { c: 'gp' } } }, join);
    const head = (await store.heads([younger])).get(younger)?.own;
    const { actions } = await plan({ [younger]: { ...head, access: { c: 'gp', d: 'jgz' } } }, unjoined);
    await commit(
      { [older]: { ...(await store.heads([older])).get(older)?.own, access: { a: 'school' } } },
      unjoined,
    );
    await expect(table.commit(actions)).rejects.toThrow('did not hold');
  });
});
