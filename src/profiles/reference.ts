// Reads where a literal reference points without following it. https://hl7.org/fhir/R4/references.html#literal

export type ReferenceTarget =
  | { readonly kind: 'contained'; readonly id: string }
  | { readonly kind: 'typed'; readonly type: string }
  | { readonly kind: 'opaque' }
  | { readonly kind: 'wrong' };

const relative = /^([A-Z][A-Za-z]*)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?(?:#.*)?$/;
const conditional = /^([A-Z][A-Za-z]*)\?./;
const absoluteRestful =
  /^https?:\/\/[^?#]+?\/([A-Z][A-Za-z]*)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?(?:#.*)?$/;

export function referenceTarget(
  reference: string,
  isResourceType: (type: string) => boolean,
): ReferenceTarget {
  if (reference.startsWith('#')) return { kind: 'contained', id: reference.slice(1) };
  const type = (relative.exec(reference) ?? conditional.exec(reference))?.[1];
  if (type) return isResourceType(type) ? { kind: 'typed', type } : { kind: 'wrong' };
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(reference);
  if (!isAbsolute) return { kind: 'wrong' };
  const pointed = absoluteRestful.exec(reference)?.[1];
  return pointed && isResourceType(pointed) ? { kind: 'typed', type: pointed } : { kind: 'opaque' };
}
