// The shape of a concept API route: its zod schemas check the request and make the OpenAPI document.
import type * as z from 'zod';
import type { Context } from '../interactions/context.ts';

/** What a route's handler receives, parsed by the route's own schemas. */
export interface Call<Body, Query> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
}

/** One route; `path` uses `{name}` for parameters. Failures are thrown as FhirFailure. */
export interface ConceptRoute<Body = unknown, Query = unknown, Answer = unknown> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly body?: z.ZodType<Body>;
  /** A full body, for the OpenAPI document. */
  readonly example?: Body;
  readonly query?: z.ZodType<Query>;
  readonly answer: z.ZodType<Answer>;
  readonly status: 200 | 201;
  readonly handle: (context: Context, call: Call<Body, Query>) => Promise<Answer>;
}

/** Keeps the handler's types tied to the schemas while the table of routes stays uniform. */
export const route = <Body, Query, Answer>(of: ConceptRoute<Body, Query, Answer>): ConceptRoute =>
  of as ConceptRoute;
