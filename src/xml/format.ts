// XML as a format of FHIR resources, from the definitions the validator goes by. https://hl7.org/fhir/R4/xml.html
import type { Definition } from '../profiles/definition.ts';
import conformance from '../profiles/r4/conformance-definitions.json' with { type: 'json' };
import validated from '../profiles/r4/structure-definitions.json' with { type: 'json' };
import { createShapes } from '../profiles/shape.ts';

import { readXml } from './read.ts';
import { writeXml } from './write.ts';

export interface XmlFormat {
  /** The JSON of the resource in an XML body; throws `syntax`. */
  read(text: string): unknown;
  write(resource: unknown, isPretty: boolean): string;
}

export function createXmlFormat(): XmlFormat {
  const definitions: readonly Definition[] = [...validated, ...conformance];
  const shapes = createShapes(definitions);
  return {
    read: (text) => readXml(shapes, text),
    write: (resource, isPretty) => writeXml(shapes, resource, isPretty),
  };
}
