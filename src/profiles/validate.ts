// Validates what is about to be stored, against R4 and the profiles it claims, and reports everything wrong at once. https://hl7.org/fhir/R4/validation.html
import type { Issue } from '../fhir/failure.ts';
import { checkStoredBundle } from './bundle-rules.ts';
import { checkNamed } from './claims.ts';
import { createCodes } from './codes.ts';
import { ivhProfiles } from './ivh-profiles.ts';
import { isDeeperThan, isObject, type JsonObject, kindOf } from './json.ts';
import { reportType } from './misfit.ts';
import { createProfiles, type ProfileSource } from './profiles.ts';
import requiredCodes from './r4/required-codes.json' with { type: 'json' };
import definitions from './r4/structure-definitions.json' with { type: 'json' };
import { envelopeTypes, storedTypes } from './served.ts';
import { createShapes } from './shape.ts';
import { type Walk, walkResource } from './walk.ts';

export interface Validation {
  /** Each refuses the write; none means the resource is valid. */
  readonly errors: readonly Issue[];
  /** Worth telling the sender, such as a claimed profile that is not known here. */
  readonly warnings: readonly Issue[];
}

export interface ValidationOptions {
  /** Profiles to hold the resource against besides those it claims; `false` looks at the R4 definitions alone. */
  readonly profiles?: readonly string[] | false;
  /** Whether the resource is about to be stored, which not every valid Bundle can be. */
  readonly stored?: boolean;
}

export interface Validator {
  /** Never throws on what a sender can send. */
  readonly validate: (resource: unknown, options?: ValidationOptions) => Validation;
}

const depthLimit = 64;
const issueLimit = 200;
const resourceTypes = 'http://hl7.org/fhir/ValueSet/resource-types';
const accepted = new Set<unknown>([...storedTypes, ...envelopeTypes]);

export function createValidator(source: ProfileSource = ivhProfiles()): Validator {
  const shapes = createShapes(definitions);
  const codes = createCodes(requiredCodes.codes, source.codes);
  const known = createProfiles(source.definitions, shapes);
  const isResourceType = (type: string): boolean => codes.allows(resourceTypes, 'code', type);
  const validate: Validator['validate'] = (resource, { profiles = [], stored = false } = {}) => {
    const errors = createCollector('error');
    const warnings = createCollector('warning');
    const walk: Walk = {
      shapes,
      codes,
      isResourceType,
      profiles: profiles ? known : undefined,
      report: errors.add,
      warn: warnings.add,
      found: errors.count,
    };
    if (isFit(walk, resource)) {
      walkResource(walk, resource, String(resource.resourceType));
      if (stored && resource.resourceType === 'Bundle') checkStoredBundle(walk, resource, 'Bundle');
      for (const named of profiles || []) checkNamed(walk, known, resource, named);
    }
    return { errors: errors.issues, warnings: warnings.issues };
  };
  return { validate };
}

interface Collector {
  readonly issues: readonly Issue[];
  readonly add: Walk['report'];
  readonly count: () => number;
}

/** Keeps the first of them, so that a body made of mistakes is not answered with one many times its size. */
function createCollector(severity: 'error' | 'warning'): Collector {
  const issues: Issue[] = [];
  let count = 0;
  const add: Walk['report'] = (code, expression, text) => {
    count += 1;
    if (count > issueLimit) return;
    issues.push({
      severity,
      code,
      expression: expression || undefined,
      text: `${expression || 'The body'} ${text}`,
    });
    if (count < issueLimit) return;
    issues.push({
      severity,
      code: 'too-long',
      text: `There may be more; the first ${issueLimit} are listed`,
    });
  };
  return { issues, add, count: () => count };
}

/** What has to hold before any element can be looked at. */
function isFit(walk: Walk, resource: unknown): resource is JsonObject {
  if (!isObject(resource)) {
    walk.report('structure', '', `is ${kindOf(resource)}; right would be a FHIR resource as a JSON object`);
    return false;
  }
  if (isDeeperThan(depthLimit, resource)) {
    walk.report('structure', '', `is nested too deeply; right would be at most ${depthLimit} levels`);
    return false;
  }
  const type = resource.resourceType;
  if (accepted.has(type)) return true;
  reportType(walk, type, '');
  return false;
}
