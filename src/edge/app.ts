// What the doors work with; made once by the wiring.

import type { RequestInfo } from '../access/audit/audit.ts';
import type { Caller } from '../access/caller.ts';
import type { Throttles } from '../access/rates/throttle.ts';
import type { Credentials } from '../access/tokens/bearer.ts';
import type { Context } from '../interactions/context.ts';
import type { LogLine } from './log.ts';
import type { LoadXml } from './render.ts';

export interface App {
  /** Where clients reach the product, without a slash at the end. */
  readonly publicUrl: string;
  readonly log: (line: LogLine) => void;
  readonly xml: LoadXml;
  readonly throttles: Throttles;
  /** Who sends a bearer token; throws `unauthenticated`. */
  authenticate(credentials: Credentials): Promise<Caller>;
  /** Keeps for the audit that someone was not let in. */
  turnAway(request: RequestInfo, problem: unknown): Promise<void>;
  contextFor(caller: Caller, request: RequestInfo): Context;
}
