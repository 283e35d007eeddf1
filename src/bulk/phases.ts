// The order in which an export reads: all children, then type by type what lies in no file.
import { fileless } from '../fhir/types.ts';
import type { Job } from './job.ts';

export const childrenPhase = 'children';

const listed = (types: readonly string[]): string[] => types.filter((type) => fileless.has(type)).sort();

const phasesOf = (level: Job['level'], types: readonly string[]): string[] => [
  ...(types.some((type) => !fileless.has(type)) ? [childrenPhase] : []),
  ...(level === 'system' ? listed(types) : []),
];

export const firstPhase = (level: Job['level'], types: readonly string[]): string =>
  phasesOf(level, types)[0] ?? childrenPhase;

/** Undefined after the last. */
export function nextPhase({ level, types, phase }: Job): string | undefined {
  const phases = phasesOf(level, types);
  return phases[phases.indexOf(phase) + 1];
}
