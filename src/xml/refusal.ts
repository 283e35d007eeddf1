// Says where in an XML body reading ended, and why.
import { XmlError } from '@rgrove/parse-xml';
import { FhirFailure } from '../fhir/failure.ts';

export function lineAt(source: string, at: number): number {
  return lineFinder(source)(at);
}

/** Finds the lines of places; cheap where each place comes after the one before. */
export function lineFinder(source: string): (at: number) => number {
  let line = 1;
  let next = source.indexOf('\n');
  let last = 0;
  return (at) => {
    if (at < last) {
      line = 1;
      next = source.indexOf('\n');
    }
    for (; next >= 0 && next < at; next = source.indexOf('\n', next + 1)) line += 1;
    last = at;
    return line;
  };
}

/** Throws `syntax` with line and column; never quotes what stands there. */
export function refuse(source: string, at: number, what: string): never {
  const column = at - source.lastIndexOf('\n', at - 1);
  throw new FhirFailure(
    'syntax',
    `The body is not XML as it is taken here: at line ${lineAt(source, at)}, column ${column}: ${what}.`,
  );
}

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:Unterminated reference|Named entity)/,
    '; write &amp; for an ampersand itself, and other characters as they are',
  ],
  [/^(?:Root element|Extra content)/, '; one element holds everything'],
];

/** Throws what the parser found wrong as `syntax`; its own message shows the line it stands in. */
export function refuseAsParsed(source: string, problem: unknown): never {
  if (!(problem instanceof XmlError)) throw problem;
  const [found = ''] = problem.message.split(' (line ');
  const what = found.replace(/: &.*/s, '').slice(0, 128);
  const remedy = remedies.find(([pattern]) => pattern.test(what))?.[1] ?? '';
  refuse(source, unitsOf(source, problem.pos), what + remedy);
}

/** The parser counts characters, of which some are two units of a string. */
function unitsOf(source: string, characters: number): number {
  let at = 0;
  for (let left = characters; left > 0; left -= 1) at += (source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}
