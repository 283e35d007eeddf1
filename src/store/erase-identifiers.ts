// Takes resources out of the rows that say who carries an identifier; a row that nobody is left in goes.
import type { Resource } from '@medplum/fhirtypes';
import type { DossierStore } from './dossier-store.ts';
import { identifierTokens } from './indexes.ts';
import { conditionKey, identifierKey } from './keys.ts';
import type { Action } from './table.ts';

/** Holds only if the rows stay as they are: rivals for an identifier meet there. */
export async function withoutHolder(store: DossierStore, resources: readonly Resource[]): Promise<Action[]> {
  const carried = resources.flatMap((resource) =>
    [...new Set(identifierTokens(resource))].map((token) => ({
      type: resource.resourceType,
      token,
      id: resource.id ?? '',
    })),
  );
  const names = Map.groupBy(carried, ({ type, token }) => `${type}\n${token}`);
  const rows = await store.identifiers([...names.values()].flatMap(([first]) => first ?? []));
  return [...names].flatMap(([name, carriers]): Action[] => {
    const { rowVersion, holders } = rows.get(name) ?? { rowVersion: 0, holders: [] };
    const [first] = carriers;
    if (!first) return [];
    const gone = new Set(carriers.map(({ id }) => id));
    const stay = holders.filter(({ id }) => !gone.has(id));
    const key = identifierKey(first.type, first.token);
    const condition = conditionKey(first.type, new URLSearchParams({ identifier: first.token }).toString());
    if (rowVersion === 0) return [{ remove: condition }];
    const row: Action =
      stay.length > 0
        ? { put: key, value: JSON.stringify(stay), expect: rowVersion }
        : { remove: key, expect: rowVersion };
    return [row, { remove: condition }];
  });
}
