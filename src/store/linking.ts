// Makes the resources of a commit point to each other and to what conditional references meet. https://hl7.org/fhir/R4/http.html#trules
import type { Resource } from '@medplum/fhirtypes';
import { joined, withinEntry } from '../fhir/expression.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { resolverFor, rewriteLinks } from '../fhir/links.ts';
import { findReferences, parseConditional, rewriteReferences } from '../fhir/reference.ts';
import { hold, type Rivalry } from './conditions.ts';
import type { Gate } from './gate.ts';
import { inParallel } from './in-parallel.ts';
import { ownMatches } from './own-matches.ts';
import type { Placed } from './placing.ts';

/** The resources with fullUrls, own absolute addresses and conditional references replaced by what they name. */
export async function linkResources(
  placed: readonly Placed[],
  wanted: readonly (Resource | undefined)[],
  gate: Gate,
  rivalry: Rivalry,
): Promise<(Resource | undefined)[]> {
  const ids = new Map<string, string>();
  for (const { write, place } of placed) {
    if (write.method !== 'delete' && write.fullUrl) ids.set(write.fullUrl, `${place.type}/${place.id}`);
  }
  const linked = wanted.map((resource, index) => {
    const write = placed[index]?.write;
    if (!resource || !write || write.method === 'delete') return resource;
    const own = ids.size > 0 ? rewriteLinks(resource, resolverFor(ids, write.fullUrl)) : resource;
    return rewriteReferences(own, (text) => withoutBase(text, gate.base));
  });
  const conditional = await resolveConditionals(placed, linked, gate, rivalry);
  if (conditional.size === 0) return linked;
  return linked.map(
    (resource) => resource && rewriteReferences(resource, (text) => conditional.get(text) ?? text),
  );
}

/** Absolute references to this server are kept relative, so that they stay true wherever it is reached. */
const withoutBase = (text: string, base: string): string =>
  text.startsWith(`${base}/`) ? text.slice(base.length + 1) : text;

/** Conditional references meet what there will be after the commit: its own resources too, and not what it deletes. */
async function resolveConditionals(
  placed: readonly Placed[],
  resources: readonly (Resource | undefined)[],
  gate: Gate,
  rivalry: Rivalry,
): Promise<Map<string, string>> {
  const asked = new Map<string, string | undefined>();
  resources.forEach((resource, index) => {
    for (const { text, expression } of resource ? findReferences(resource) : [])
      if (!asked.has(text) && parseConditional(text))
        asked.set(text, withinEntry(placed[index]?.write.at, expression));
  });
  const written = new Set(
    placed.flatMap(({ place, existing }) => (existing ? [] : [`${place.type}/${place.id}`])),
  );
  const among = ownMatches(resources, gate);
  // Told in the order of the references: which was found out first may hang on what there is to find.
  const refused = new Map<number, FhirFailure>();
  const resolved = await inParallel([...asked], async ([text, expression], at): Promise<[string, string]> => {
    try {
      return [text, await meet(text)];
    } catch (problem) {
      if (!(problem instanceof FhirFailure)) throw problem;
      const issues = problem.issues.map((issue) => ({ ...issue, expression }));
      refused.set(at, new FhirFailure(problem.kind, issues));
      return [text, text];
    }
  });
  const refusal = joined([...refused].sort(([a], [b]) => a - b).map(([, failure]) => failure));
  if (refusal) throw refusal;
  return new Map(resolved);

  async function meet(text: string): Promise<string> {
    const condition = parseConditional(text);
    if (!condition) return text;
    const { type, query } = condition;
    const stored = (await gate.matches(type, query)).filter(({ id }) => !written.has(`${type}/${id}`));
    const own = await among(type, query);
    const [only, ...more] = [...stored, ...own];
    if (!only || more.length > 0) {
      throw new FhirFailure(
        only ? 'multiple-matches' : 'invalid',
        `The conditional reference ${text} matches ${only ? more.length + 1 : 0} resources; it must match exactly one.`,
      );
    }
    for (const record of stored) hold(record, rivalry);
    return `${type}/${only.id}`;
  }
}
