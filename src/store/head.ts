// The head of a child's file: small facts kept of some resources, in the same commit, so that access, rules and the
// region's board are decided from one row instead of the whole file.
import type { Resource } from '@medplum/fhirtypes';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** Facts per part (`access`, `ivh`) and per resource (`CareTeam/1`). */
export interface Head {
  readonly [part: string]: Readonly<Record<string, Json>> | undefined;
}

/** What is left in the head of a file whose Patient is deleted: those who must can still answer for it. */
export const formerPart = 'former';

/** Whether there is a child in the file. */
export const isThere = (head: Head): boolean => Object.keys(head).some((part) => part !== formerPart);

/** One resource as it was and as it will be; `before` is absent for a create, `after` for a delete. */
export interface Change {
  readonly reference: string;
  readonly before?: Resource;
  readonly after?: Resource;
}

/** Finds the resource behind a local literal reference of a change, as it will be after the commit. */
export type Resolve = (reference: string) => Resource | undefined;

/** Says what the head keeps of a resource; undefined keeps nothing. */
export interface HeadPart {
  readonly name: string;
  readonly types: ReadonlySet<string>;
  /** Which of the facts hold for younger files of the same child too, so that they are decided from the older one as well. */
  readonly forYounger?: (facts: Readonly<Record<string, Json>>) => Readonly<Record<string, Json>>;
  /** `origin`: the organisation (or client) that first stored the resource. */
  factOf(resource: Resource, resolve: Resolve, origin: string): Json | undefined;
}

/** A rule over one file: throws FhirFailure('business-rule') when the change may not be. */
export type FileRule = (change: Change, file: { readonly before: Head; readonly after: Head }) => void;

/** A line on a region's board, made from the head; `region` is `Organization/<id>`. */
export interface BoardLine {
  readonly region: string;
  readonly line: { readonly [key: string]: Json | undefined };
}
export type BoardOf = (head: Head) => BoardLine | undefined;
