// Loads XML with the first request that speaks it: who speaks JSON starts without it.
import type { XmlFormat } from './format.ts';

let loaded: Promise<XmlFormat> | undefined;

export function loadXml(): Promise<XmlFormat> {
  loaded ??= import('./format.ts').then(({ createXmlFormat }) => createXmlFormat());
  return loaded;
}
