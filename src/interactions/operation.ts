// An operation: what the CapabilityStatement says of it and how it is served, in one place. https://hl7.org/fhir/R4/operations.html
import type { ResourceType } from '@medplum/fhirtypes';
import { isServedType } from '../fhir/types.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';

export type OperationLevel = 'system' | 'type' | 'instance';

/** A call of an operation; `type`, `id` and `versionId` as far as the URL names them. */
export interface OperationCall {
  readonly method: 'GET' | 'POST';
  readonly type?: ResourceType;
  readonly id?: string;
  readonly versionId?: string;
  /** The URL's parameters without `_format` and `_pretty`. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body sent, parsed; undefined when there was none. Throws `syntax` for what cannot be read. */
  readonly body: () => unknown;
}

export interface OperationSpec {
  /** Without the `$`. */
  readonly name: string;
  /** Canonical URL of the OperationDefinition. */
  readonly definition: string;
  readonly levels: readonly OperationLevel[];
  /** The types it is served on at the levels type and instance; `all` for every served type. */
  readonly types: readonly ResourceType[] | 'all';
  /** An operation that changes something takes POST alone. */
  readonly affectsState: boolean;
  readonly documentation?: string;
  serve(context: Context, call: OperationCall): Promise<Answer>;
}

export const isServedOn = (
  operation: OperationSpec,
  level: OperationLevel,
  type: ResourceType | undefined,
): boolean =>
  operation.levels.includes(level) &&
  (type === undefined || (operation.types === 'all' ? isServedType(type) : operation.types.includes(type)));
