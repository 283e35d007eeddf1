// capabilities: what is served, made from the tables that serve it. https://hl7.org/fhir/R4/http.html#capabilities
import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceOperation,
  CapabilityStatementRestResourceSearchParam,
} from '@medplum/fhirtypes';
import { longestList } from '../fhir/list-limit.ts';
import {
  type SearchParameterEntry,
  searchIncludesOf,
  searchParametersOf,
  searchRevIncludesOf,
} from '../fhir/search/capability.ts';
import { searchQueryLimits } from '../fhir/search/limits.ts';
import { fileless, type ServedType, servedTypes } from '../fhir/types.ts';
import { batchEntries } from './batch.ts';
import { definitionCapability, definitionTypes } from './definitions.ts';
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
    readonly binaryBytes: number;
    readonly depth: number;
    readonly commitRows: number;
    readonly patchOperations: number;
    readonly conditionalDeletes: number;
    readonly indexed: number;
    readonly records: number;
    readonly files: number;
    readonly scanned: number;
    readonly page: number;
    readonly pageBytes: number;
    readonly included: number;
    readonly historyVersions: number;
    readonly auditEntries: number;
  };
  readonly profilesOf: (type: string) => readonly string[];
}

export const softwareVersion = '0.3.0';

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
    format: ['application/fhir+json', 'json', 'application/fhir+xml', 'xml'],
    patchFormat: ['application/json-patch+json', 'application/fhir+json', 'application/fhir+xml'],
    rest: [
      {
        mode: 'server',
        documentation: [
          'Unknown parameters and modifiers are refused (400) unless Prefer: handling=lenient.',
          `Bodies hold at most ${limits.bodyBytes} bytes and ${limits.depth} levels and ${longestList} members of one list, the content of a Binary sent as it is ${limits.binaryBytes} bytes; Content-Encoding: gzip is read.`,
          `A transaction is one commit of at most ${limits.commitRows} rows; a resource takes two to six of them.`,
          `A batch takes ${batchEntries} entries, a patch ${limits.patchOperations} operations, a conditional delete ${limits.conditionalDeletes} matches, deleted in one commit.`,
          `A search takes ${searchQueryLimits.parameters} parameters, ${searchQueryLimits.characters} characters, ${searchQueryLimits.sortKeys} keys to sort by and ${searchQueryLimits.links} references followed one after the other. Who sends more requests than one client may is told 429 with Retry-After.`,
          `An index is read up to ${limits.indexed} rows.`,
          `Searches that no index serves read at most ${limits.records} resources of a type, ${limits.files} children and ${limits.scanned} resources in their files, then answer 403 too-costly.`,
          `A page holds at most ${limits.page} matches and ${limits.included} included resources, and about ${limits.pageBytes} bytes of matches: larger ones end it early.`,
          `A history answers at most ${limits.historyVersions} versions; AuditEvents, written once, are not in it. A search reads at most ${limits.auditEntries} entries of audit trails.`,
          'Compartment search reads the file of one child: Patient/<id>/<type> and Patient/<id>/*.',
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
        resource: [
          ...servedTypes.map((type) => resourceOf(type, published)),
          ...definitionTypes.map(definitionCapability),
        ],
        interaction: [
          { code: 'transaction' },
          { code: 'batch' },
          { code: 'history-system' },
          { code: 'search-system' },
        ],
        searchParam: searchParametersOf('Resource').map(parameterEntry),
        compartment: ['http://hl7.org/fhir/CompartmentDefinition/patient'],
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
  'patch',
  'delete',
  'history-instance',
  'history-type',
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
    conditionalRead: 'full-support',
    conditionalUpdate: !isAudit,
    conditionalDelete: isAudit ? 'not-supported' : 'multiple',
    referencePolicy: ['literal', 'local', 'enforced'],
    searchInclude: searchIncludesOf(type),
    searchRevInclude: searchRevIncludesOf(type),
    searchParam: searchParametersOf(type).map(parameterEntry),
    operation: operationsOn((one) => isServedOn(one, 'type', type) || isServedOn(one, 'instance', type)),
  };
}

const parameterEntry = ({
  name,
  type,
  definition,
  documentation,
}: SearchParameterEntry): CapabilityStatementRestResourceSearchParam => ({
  name,
  type,
  definition,
  documentation,
});

function operationsOn(
  isServed: (operation: OperationSpec) => boolean,
): CapabilityStatementRestResourceOperation[] | undefined {
  const served = operations.filter(isServed);
  if (served.length === 0) return undefined;
  return served.map(({ name, definition, documentation }) => ({ name, definition, documentation }));
}
