// All ways of asking there are.
import type { Act } from './act.ts';
import { bsnActs } from './bsn.ts';
import { conceptActs } from './concepts.ts';
import { exportActs } from './exports.ts';
import { operationActs } from './operations.ts';
import { readActs } from './reads.ts';
import { searchActs } from './searches.ts';
import { writeActs } from './writes.ts';

export const allActs: readonly Act[] = [
  ...readActs,
  ...searchActs,
  ...writeActs,
  ...exportActs,
  ...conceptActs,
  ...operationActs,
  ...bsnActs,
];
