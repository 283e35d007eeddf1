// What the doors work with; made once by the wiring.

import type { RequestInfo } from '../access/audit.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../interactions/context.ts';
import type { LogLine } from './log.ts';
import type { LoadXml } from './render.ts';

export interface App {
  /** Where clients reach the product, without a slash at the end. */
  readonly publicUrl: string;
  readonly log: (line: LogLine) => void;
  readonly xml: LoadXml;
  /** Who sends a bearer token; throws `unauthenticated`. */
  authenticate(authorization: string | undefined): Promise<Caller>;
  contextFor(caller: Caller, request: RequestInfo): Context;
}
