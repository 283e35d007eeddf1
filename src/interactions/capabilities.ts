// capabilities: what is served, made from the tables that serve it. https://hl7.org/fhir/R4/http.html#capabilities
import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceOperation,
} from '@medplum/fhirtypes';
import { searchIncludesOf, searchParametersOf, searchRevIncludesOf } from '../fhir/search/capability.ts';
import { fileless, type ServedType, servedTypes } from '../fhir/types.ts';
import { batchEntries } from './batch.ts';
import { isServedOn, type OperationSpec } from './operation.ts';
import { operations } from './operations.ts';

/** Limits and indexes that only other rooms know; the door hands them in. */
export interface Published {
  readonly base: string;
  readonly tokenUrl: string;
  /** Parameters that are read in proportion to the result across children. */
  readonly indexed: (type: string) => readonly string[];
  readonly limits: {
    readonly bodyBytes: number;
    readonly depth: number;
    readonly commitRows: number;
    readonly indexed: number;
    readonly records: number;
    readonly files: number;
    readonly page: number;
    readonly included: number;
  };
  readonly profilesOf: (type: string) => readonly string[];
}

export const softwareVersion = '0.1.0';

export function capabilities(published: Published): CapabilityStatement {
  const { limits, base, tokenUrl } = published;
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-11-22',
    kind: 'instance',
    software: { name: 'Vroegdossier', version: softwareVersion },
    implementation: { description: 'The shared digital client file for Integrale Vroeghulp', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    rest: [
      {
        mode: 'server',
        documentation: [
          'Unknown parameters and modifiers are refused (400) unless Prefer: handling=lenient.',
          `Bodies hold at most ${limits.bodyBytes} bytes and ${limits.depth} levels.`,
          `A transaction is one commit of at most ${limits.commitRows} rows; a resource takes two to six of them.`,
          `A batch takes ${batchEntries} entries.`,
          `An index is read up to ${limits.indexed} rows.`,
          `Searches that no index serves read at most ${limits.records} resources or ${limits.files} children, then answer 403 too-costly.`,
          `A page holds at most ${limits.page} matches and ${limits.included} included resources.`,
          'Local references must resolve. A resource does not move to another child. The writer of AuditEvents is the server.',
        ].join(' '),
        security: {
          cors: false,
          service: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                  code: 'SMART-on-FHIR',
                },
              ],
            },
          ],
          description: 'SMART Backend Services: private_key_jwt, short-lived bearer tokens, v2 scopes.',
          extension: [
            {
              url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
              extension: [{ url: 'token', valueUri: tokenUrl }],
            },
          ],
        },
        resource: servedTypes.map((type) => resourceOf(type, published)),
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        operation: operationsOn((one) => one.levels.includes('system')),
      },
    ],
  };
}

const readOnly = ['read', 'search-type'] as const;
const everything = [
  'create',
  'read',
  'vread',
  'update',
  'delete',
  'history-instance',
  'search-type',
] as const;

function resourceOf(type: ServedType, { indexed, profilesOf }: Published): CapabilityStatementRestResource {
  const isAudit = type === 'AuditEvent';
  const rows = [...indexed(type), '_id', 'identifier'];
  const served = fileless.has(type) || type === 'Patient' ? rows : [...rows, 'patient', 'subject'];
  const profiles = profilesOf(type);
  return {
    type,
    supportedProfile: profiles.length > 0 ? [...profiles] : undefined,
    documentation: `Read in proportion to the result: ${served.join(', ')}.`,
    interaction: (isAudit ? readOnly : everything).map((code) => ({ code })),
    versioning: isAudit ? 'no-version' : 'versioned-update',
    readHistory: !isAudit,
    updateCreate: !isAudit,
    conditionalCreate: !isAudit,
    conditionalRead: 'not-supported',
    conditionalUpdate: false,
    conditionalDelete: 'not-supported',
    referencePolicy: ['literal', 'local', 'enforced'],
    searchInclude: searchIncludesOf(type),
    searchRevInclude: searchRevIncludesOf(type),
    searchParam: searchParametersOf(type).map(({ name, type: kind, definition, documentation }) => ({
      name,
      type: kind,
      definition,
      documentation,
    })),
    operation: operationsOn((one) => isServedOn(one, 'type', type) || isServedOn(one, 'instance', type)),
  };
}

function operationsOn(
  isServed: (operation: OperationSpec) => boolean,
): CapabilityStatementRestResourceOperation[] | undefined {
  const served = operations.filter(isServed);
  if (served.length === 0) return undefined;
  return served.map(({ name, definition, documentation }) => ({ name, definition, documentation }));
}
