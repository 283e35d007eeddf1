// Turns the expressions of search parameters into the plain paths that src/fhir/search/path.ts walks.
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';

/** Paths of an expression on a type; throws for one that is more than steps, simple filters or "there and not false". */
export type Walk = (type: string, expression: string) => string[];

type Definitions = ReadonlyMap<string, StructureDefinition>;
type Systems = ReadonlyMap<string, string>;

/** Where a walk through the definitions stands: a path inside one StructureDefinition, and the type found there. */
interface Spot {
  readonly steps: string;
  readonly type: string;
  readonly within: string;
  readonly system?: string;
}
type Children = (spot: Spot, name: string) => Spot[];

export const pathFinder = (definitions: Definitions, systems: Systems): Walk => {
  const children: Children = (spot, name) => childrenOf(spot, name, definitions, systems);
  return (type, expression) => {
    const [, head, name = ''] = /^(\w+)\.(\w+)\.exists\(\) and \1\.\2 != false$/.exec(expression) ?? [];
    if (head === type) {
      const choices = children({ steps: '', type, within: type }, name).map(({ steps }) => steps);
      return [`${choices.join('|')}? boolean`];
    }
    return alternatives(expression)
      .flatMap((part) => follow(type, withoutGroups(part), children))
      .map(({ steps, type: leaf, system }) => `${steps} ${leaf}${system ? ` ${system}` : ''}`);
  };
};

/** The sides of a union. */
export const alternatives = (expression: string): string[] =>
  expression
    .split(' | ')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const step =
  /\.(?:(?:ofType|as)\((\w+)\)|where\(resolve\(\) is (\w+)\)|where\((\w+)='([^']*)'\)|extension\('([^']*)'\)|(\w+))|\[0\]/y;

function follow(type: string, text: string, children: Children): Spot[] {
  let spots: Spot[] = [{ steps: '', type, within: type }];
  step.lastIndex = type.length;
  while (step.lastIndex < text.length) {
    const found = text.startsWith(type) ? step.exec(text) : null;
    if (!found) throw new Error(`not a path of ${type}, which is all the search reads: ${text}`);
    spots = spots.flatMap((spot) => take(spot, found, children));
  }
  return spots;
}

function take(
  spot: Spot,
  [, cast, resolved, key, literal, extension, name = '']: RegExpExecArray,
  children: Children,
): Spot[] {
  if (cast) return spot.type === cast ? [spot] : [];
  if (resolved) return [{ ...spot, steps: `${spot.steps}<${resolved}>` }];
  if (key) return [{ ...spot, steps: `${spot.steps}[${key}=${literal}]` }];
  if (name !== '') return children(spot, name);
  if (!extension) return [{ ...spot, steps: `${spot.steps}[0]` }];
  const steps = `${spot.steps === '' ? '' : `${spot.steps}.`}extension[url=${extension}]`;
  return [{ steps, type: 'Extension', within: 'Extension' }];
}

function childrenOf(spot: Spot, name: string, definitions: Definitions, systems: Systems): Spot[] {
  const elements = definitions.get(spot.within.split('.')[0] ?? '')?.snapshot?.element ?? [];
  const place = `${spot.within}.${name}`;
  const element = elements.find(({ path }) => path === place || path === `${place}[x]`);
  return (element?.type ?? []).map(({ code = '' }) => {
    const type = code.startsWith('http://hl7.org/fhirpath') ? 'id' : code;
    const property = element?.path === place ? name : `${name}${type[0]?.toUpperCase()}${type.slice(1)}`;
    return {
      steps: spot.steps === '' ? property : `${spot.steps}.${property}`,
      type,
      within: type === 'BackboneElement' || type === 'Element' ? (element?.path ?? '') : type,
      system: type === 'code' ? systemOf(element, systems) : undefined,
    };
  });
}

const systemOf = (element: ElementDefinition | undefined, systems: Systems): string | undefined =>
  systems.get(element?.binding?.valueSet?.split('|')[0] ?? '');

/** Drops the brackets that only group: `(A.b.ofType(C)).d` becomes `A.b.ofType(C).d`. */
function withoutGroups(text: string): string {
  let depth = 0;
  let kept = '';
  for (const [index, char] of [...text].entries()) {
    const isCall = /\w/.test(text[index - 1] ?? '');
    if (char === '(' && !isCall && depth === 0) continue;
    if (char === '(') depth += 1;
    if (char === ')' && depth === 0) continue;
    if (char === ')') depth -= 1;
    kept += char;
  }
  return kept;
}
