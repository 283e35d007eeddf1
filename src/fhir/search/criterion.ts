// Reads one search parameter: name, modifier, chain, values. https://hl7.org/fhir/R4/search.html#params
import { isServedType, type ServedType, servedTypes } from '../types.ts';
import { hierarchyOf } from './hierarchy.ts';
import { refuseLongChain } from './limits.ts';
import { checkModifier, checkType } from './modifier.ts';
import { parameterOf, servedTargets } from './parameter.ts';
import type { ChainCriterion, Criterion } from './query.ts';
import { bad, quoteList, Refusal, unknown, unoffered } from './refusal.ts';
import { lookUp, type Scope } from './scope.ts';
import { split } from './syntax.ts';
import { parseComposite, parseValue, type Reading } from './value.ts';

export interface ReadingBase extends Pick<Reading, 'base' | 'now' | 'terminology'> {
  /** Whether the caller can reach other resources while matching; without it chains and `_has` are refused. */
  readonly canFollow?: boolean;
}

/** `path` is what is left of the name at this place of a chain; `name` is the whole name, for messages. */
interface Place {
  readonly scope: Scope;
  readonly path: string;
  readonly name: string;
  readonly text: string;
  /** Places still to be read: untyped chains multiply with every dot. */
  readonly budget: { left: number };
}

/** How many ways through the types one parameter may open. */
const mostPlaces = 200;

export function parseCriterion(scope: Scope, name: string, text: string, base: ReadingBase): Criterion {
  refuseLongChain(name);
  return parseAt({ scope, path: name, name, text, budget: { left: mostPlaces } }, base);
}

function parseAt(place: Place, base: ReadingBase): Criterion {
  place.budget.left -= 1;
  if (place.budget.left < 0) {
    throw bad(place.name, 'the chain runs through too many types; name them: reference:Type.parameter');
  }
  if (place.path.startsWith('_has:')) return parseHas(place, base);
  const dot = place.path.indexOf('.');
  return dot < 0 ? parseLast(place, base) : parseChain(place, dot, base);
}

/** `_has:Observation:patient:code=…`: resources that are referred to by one that meets the rest. */
function parseHas(place: Place, base: ReadingBase): Criterion {
  const { name, text, scope, budget } = place;
  if (!base.canFollow) throw unoffered(name, '_has is not offered here');
  const [, type = '', code = '', ...rest] = place.path.split(':');
  if (rest.length === 0 || rest[0] === '') throw bad(name, 'write _has:Type:reference:parameter=value');
  if (!isServedType(type))
    throw bad(name, `${type} is not a type served here; those are ${quoteList(servedTypes)}`);
  const parameter = lookUp([type], code, name);
  if (parameter.kind !== 'reference')
    throw bad(name, `${code} of ${type} is a ${parameter.kind}, not a reference`);
  checkType(name, parameter, ...scope);
  const criterion = parseAt({ scope: [type], path: rest.join(':'), name, text, budget }, base);
  return { kind: 'has', name, text, type, parameter, criterion };
}

/** `subject:Patient.name=…`: without the type, every type the reference may point at that knows the rest. */
function parseChain(place: Place, dot: number, base: ReadingBase): Criterion {
  const { name, text } = place;
  const [code = '', type, ...more] = place.path.slice(0, dot).split(':');
  const parameter = lookUp(place.scope, code, name);
  if (parameter.kind !== 'reference' || more.length > 0) {
    throw bad(name, `only a reference can be followed by a dot; ${code} is a ${parameter.kind}`);
  }
  if (type !== undefined) checkType(name, parameter, type);
  if (!base.canFollow) throw unoffered(name, 'chained search is not offered here');
  const candidates = type === undefined ? servedTargets(parameter, servedTypes) : [type].filter(isServedType);
  if (candidates.length === 0) throw bad(name, `${type ?? `what ${code} refers to`} is not served here`);
  const branches = branchesOf(candidates, { ...place, path: place.path.slice(dot + 1) }, base);
  return { kind: 'chain', name, text, parameter, branches };
}

function branchesOf(
  types: readonly ServedType[],
  place: Place,
  base: ReadingBase,
): ChainCriterion['branches'] {
  const [head = ''] = place.path.split(/[:.]/);
  const knowing = types.filter((type) => head === '_has' || parameterOf(type, head) !== undefined);
  const [only, ...others] = knowing.length > 0 ? knowing : types;
  if (only !== undefined && others.length === 0)
    return [{ type: only, criterion: parseAt({ ...place, scope: [only] }, base) }];
  if (knowing.length === 0)
    throw unknown(`${place.name}: none of ${quoteList(types)} has a search parameter '${head}'`);
  return parsedBranches(knowing, place, base);
}

/** Types may know the parameter in different ways: those count that can read the rest; when none can, the first says why. */
function parsedBranches(
  types: readonly ServedType[],
  place: Place,
  base: ReadingBase,
): ChainCriterion['branches'] {
  const refusals: Refusal[] = [];
  const branches = types.flatMap((type) => {
    try {
      return [{ type, criterion: parseAt({ ...place, scope: [type] }, base) }];
    } catch (error) {
      if (!(error instanceof Refusal) || place.budget.left < 0) throw error;
      refusals.push(error);
      return [];
    }
  });
  if (branches.length === 0 && refusals[0]) throw refusals[0];
  return branches;
}

function parseLast(place: Place, base: ReadingBase): Criterion {
  const { name, text } = place;
  const [code = '', modifier, ...more] = place.path.split(':');
  const parameter = lookUp(place.scope, code, name);
  if (more.length > 0) throw bad(name, `one modifier at a time; ':${[modifier, ...more].join(':')}' is more`);
  if (modifier !== undefined) checkModifier(name, parameter, modifier);
  if (text === '') throw bad(name, 'the value is empty; leave the parameter out or give it a value');
  if (modifier === 'missing')
    return { kind: 'missing', name, text, parameter, missing: parseMissing(name, text) };
  const reading: Reading = { ...base, name, modifier };
  const parse = parameter.kind === 'composite' ? parseComposite : parseValue;
  const anyOf = split(text, ',').map((value) => parse(value, parameter, reading));
  if (parameter.kind === 'reference' && (modifier === 'above' || modifier === 'below')) {
    const hierarchy = hierarchyOf({ name, text, parameter, direction: modifier }, anyOf, base.canFollow);
    if (hierarchy) return hierarchy;
  }
  const negated = modifier === 'not' || modifier === 'not-in';
  return { kind: 'value', name, text, parameter, modifier, negated, anyOf };
}

function parseMissing(name: string, text: string): boolean {
  if (text !== 'true' && text !== 'false') throw bad(name, `'${text}' is not true or false`);
  return text === 'true';
}
