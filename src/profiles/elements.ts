// What R4 says of elements, for whoever changes a part of a resource by its name.
import type { ElementShapes } from '../fhir/elements.ts';
import type { Definition } from './definition.ts';
import definitions from './r4/structure-definitions.json' with { type: 'json' };
import { createShapes } from './shape.ts';

const known: readonly Definition[] = definitions;

export const elementShapes: ElementShapes = createShapes(known);
