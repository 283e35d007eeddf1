// Refuses writes of one commit that would meet in one resource. https://hl7.org/fhir/R4/http.html#trules
import { FhirFailure, type Issue } from '../fhir/failure.ts';
import { conditionPlace, conditionText, type Met, normal } from './conditions.ts';
import type { Write } from './dossier.ts';
import type { Gate } from './gate.ts';
import { ownMatches } from './own-matches.ts';
import type { Placed } from './placing.ts';

/** Every resource is written once, also when conditions lead to it. */
export function refuseTwice(placed: readonly Placed[]): void {
  const first = new Map<string, Placed>();
  const issues: Issue[] = [];
  for (const one of placed) {
    const reference = `${one.place.type}/${one.place.id}`;
    const other = first.get(reference);
    if (!other) first.set(reference, one);
    else if (!one.existing || !other.existing) {
      const where = other.write.at ? ` (also by ${other.write.at})` : '';
      const text = `${reference} is written twice${where}; one commit may write a resource once.`;
      issues.push({ text, expression: one.write.at });
    }
  }
  if (issues.length > 0) throw new FhirFailure('invalid', issues);
}

/** Two writes under one condition would both find nothing and each make a resource. */
export function refuseSameCondition(write: Write, met: Met, claimed: Map<string, Write>): void {
  if (met.found.length > 0) return;
  const text = `${met.type}?${normal(met.query)}`;
  if (claimed.has(text)) {
    throw new FhirFailure('duplicate', [
      {
        text: `Two entries write under the same condition ${text}; one commit may do so once.`,
        expression: conditionPlace(write),
      },
    ]);
  }
  claimed.set(text, write);
}

/** What one entry creates is not what another updates: an update's condition is judged after the creates. */
export async function refuseOwnMatches(
  placed: readonly Placed[],
  met: ReadonlyMap<Write, Met>,
  gate: Gate,
): Promise<void> {
  const created = placed.map(({ write, existing }) =>
    write.method === 'create' && !existing ? write.resource : undefined,
  );
  const among = ownMatches(created, gate);
  for (const { write } of placed) {
    const condition = write.method === 'update' ? met.get(write) : undefined;
    if (!condition || (await among(condition.type, condition.query)).length === 0) continue;
    const text = `${conditionText(condition)} matches what another entry creates; one commit may write a resource once.`;
    throw new FhirFailure('invalid', [{ text, expression: conditionPlace(write) }]);
  }
}
