// Refuses what the parser is not to see: document types, instructions, and more levels than its stack is sure to hold.
import { refuse } from './refusal.ts';

/** Levels of elements (with a narrative inside, twice as many), elements in all, and attributes of one. */
export const xmlLimits = { depth: 64, elements: 400_000, attributes: 64 } as const;

const declaration =
  /^\uFEFF?<\?xml\s+version\s*=\s*(["'])1\.0\1(?:\s+encoding\s*=\s*(["'])[Uu][Tt][Ff]-8\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\3)?\s*\?>/;

/** Goes by where tags begin and end; what else is wrong before the next tag, the parser finds. */
export function refuseUnparsed(source: string): void {
  let level = 0;
  let count = 0;
  let at = source.indexOf('<', declaration.exec(source)?.[0].length);
  while (at >= 0) {
    const end = markupEnd(source, at);
    if (end < 0) return;
    if (source[at + 1] === '/') level -= 1;
    else if (source[at + 1] !== '!') {
      count += 1;
      if (source[end - 1] !== '/') level += 1;
    }
    if (level > 2 * xmlLimits.depth)
      refuse(source, at, `elements are nested deeper than ${xmlLimits.depth} levels`);
    if (count > xmlLimits.elements) refuse(source, at, `there are more than ${xmlLimits.elements} elements`);
    at = source.indexOf('<', end);
  }
}

/** Where the tag, comment or CDATA ends that begins here; -1 when it does not. */
function markupEnd(source: string, at: number): number {
  if (source.startsWith('<!--', at)) return source.indexOf('--', at + '<!--'.length);
  if (source.startsWith('<![CDATA[', at)) return source.indexOf(']]>', at);
  if (source.startsWith('<!DOCTYPE', at)) refuse(source, at, 'a document type begins; leave it out');
  if (/^<\?xml\s/.test(source.slice(at, at + 6)))
    refuse(source, at, 'a declaration begins; right would be that of XML 1.0 in UTF-8, at the very start');
  if (source[at + 1] === '!' || source[at + 1] === '?')
    refuse(source, at, 'an instruction or declaration begins; leave it out');
  return tagEnd(source, at);
}

/** Where the `>` stands that is not within quotes; -1 without one. */
function tagEnd(source: string, start: number): number {
  const mark = /["'>]/g;
  mark.lastIndex = start;
  for (let found = mark.exec(source); found; found = mark.exec(source)) {
    if (found[0] === '>') return found.index;
    const close = source.indexOf(found[0], mark.lastIndex);
    if (close < 0) return -1;
    mark.lastIndex = close + 1;
  }
  return -1;
}
