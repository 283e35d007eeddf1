// Ids that clients assign: each organisation has its own, so that assigning one tells nothing of what others stored.
import { FhirFailure } from '../fhir/failure.ts';
import { directoryTypes } from '../fhir/types.ts';
import type { PlannedChange } from '../store/gate.ts';
import type { Caller } from './caller.ts';

/** What an id begins with that this caller assigns. */
export const prefixOf = ({ organization, client }: Caller): string => organization?.split('/')[1] ?? client;

/** Throws where an update would create under an id that is not the caller's to assign. */
export function needOwnId(caller: Caller, { type, id }: PlannedChange): void {
  const prefix = prefixOf(caller);
  if (directoryTypes.has(type) || id.startsWith(`${prefix}-`) || id.startsWith(`${prefix}.`)) return;
  throw new FhirFailure('bad-parameter', [
    {
      text: `There is no ${type}/${id} here to update, and an id that you assign begins with that of your organisation, for example ${prefix}-1; or create it by POST, and the server assigns one.`,
      expression: `${type}.id`,
    },
  ]);
}
