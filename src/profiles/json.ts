// Reads JSON of unknown shape without trusting it, and without recursion where its depth is still unknown.

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** How a value is called in a message. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return value === null ? 'null' : 'absent';
  return Array.isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Whether objects (or arrays directly in arrays) are nested deeper than the limit; level by level, so no stack grows. */
export function isDeeperThan(limit: number, value: unknown): boolean {
  let level: object[] = typeof value === 'object' && value !== null ? [value] : [];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    const next: object[] = [];
    for (const container of level) addContainersIn(container, next);
    level = next;
  }
  return false;
}

/** An array that is a property's value is no level of its own. */
function addContainersIn(container: object, found: object[]): void {
  for (const child of Object.values(container)) {
    if (typeof child !== 'object' || child === null) continue;
    if (!Array.isArray(child) || Array.isArray(container)) found.push(child);
    else for (const each of child) if (typeof each === 'object' && each !== null) found.push(each);
  }
}
