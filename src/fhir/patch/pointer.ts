// JSON Pointer: reading, following, and the FHIRPath of where it leads. https://www.rfc-editor.org/rfc/rfc6901

export type Container = Record<string, unknown> | unknown[];

export const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null;

const longest = 500;

/** The unescaped tokens; undefined for what is no JSON Pointer, or longer than any way through a resource. */
export function parsePointer(text: string): string[] | undefined {
  if (text === '') return [];
  if (text.length > longest || !text.startsWith('/') || /~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Position in a list; undefined for what is no index of RFC 6901. */
export const indexOf = (token: string): number | undefined =>
  /^(0|[1-9]\d{0,8})$/.test(token) ? Number(token) : undefined;

export const has = (container: Container, token: string): boolean => {
  if (!Array.isArray(container)) return Object.hasOwn(container, token);
  const index = indexOf(token);
  return index !== undefined && index < container.length;
};

/** What stands under the token; only where `has` says there is something. */
export const at = (container: Container, token: string): unknown =>
  Array.isArray(container) ? container[Number(token)] : container[token];

/** `/name/0/family` of a Patient as `Patient.name[0].family`. */
export const expressionOf = (root: string, tokens: readonly string[]): string =>
  tokens.reduce(
    (path, token) =>
      /^\d+$/.test(token) ? `${path}[${token}]` : /^\w+$/.test(token) ? `${path}.${token}` : path,
    root,
  );
