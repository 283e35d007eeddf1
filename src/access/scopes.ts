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
  return scopes.some((scope) => {
    const [, , granted, actions] = form.exec(scope) ?? [];
    return (granted === '*' || granted === type) && actions !== undefined && actions.includes(action);
  });
}

/** Of what is asked, what the registration allows: each asked scope whole, or nothing of it. */
export function grantScopes(asked: readonly string[], registered: readonly string[]): string[] {
  return asked.map(modernScope).filter((scope) => {
    const [, , type, actions] = form.exec(scope) ?? [];
    if (!type || !actions) return false;
    return [...actions].every((action) =>
      registered.some((one) => {
        const [, , allowed, allowedActions] = form.exec(one) ?? [];
        return (allowed === '*' || allowed === type) && allowedActions?.includes(action) === true;
      }),
    );
  });
}
