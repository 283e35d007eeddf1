// SMART App Launch v2 scopes: which types and actions a token was granted. https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html

/** create, read, update, delete, search. */
export type ScopeAction = 'c' | 'r' | 'u' | 'd' | 's';

const form = /^(system|user|patient)\/(\*|[A-Z][A-Za-z]+)\.(c?r?u?d?s?)$/;
const words: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

/** A v1 scope (`.read`, `.write`, `.*`) as v2; anything else unchanged. */
export function modernScope(scope: string): string {
  const cut = scope.lastIndexOf('.');
  const actions = words[scope.slice(cut + 1)];
  return actions ? `${scope.slice(0, cut)}.${actions}` : scope;
}

export function isScope(scope: string): boolean {
  const found = form.exec(scope);
  return found !== null && found[3] !== '';
}

export function scopeAllows(scopes: readonly string[], type: string, action: ScopeAction): boolean {
  return grantsOf(scopes).some(
    ({ granted, actions }) => (granted === '*' || granted === type) && actions.includes(action),
  );
}

interface Grant {
  readonly granted: string;
  readonly actions: string;
}

/** A token's scopes are asked about once per resource of an answer and taken apart once. */
const taken = new WeakMap<readonly string[], readonly Grant[]>();

function grantsOf(scopes: readonly string[]): readonly Grant[] {
  const known = taken.get(scopes);
  if (known) return known;
  const grants = scopes.flatMap((scope) => {
    const [, , granted, actions] = form.exec(scope) ?? [];
    return granted && actions ? [{ granted, actions }] : [];
  });
  taken.set(scopes, grants);
  return grants;
}

/** Of what is asked, what the registration allows: each asked scope whole, or nothing of it. */
export function grantScopes(asked: readonly string[], registered: readonly string[]): string[] {
  return asked.map(modernScope).filter((scope) => {
    const [, context, type, actions] = form.exec(scope) ?? [];
    if (!type || !actions) return false;
    return [...actions].every((action) =>
      registered.some((one) => {
        const [, within, allowed, allowedActions] = form.exec(one) ?? [];
        const covers = within === context && (allowed === '*' || allowed === type);
        return covers && allowedActions?.includes(action) === true;
      }),
    );
  });
}
