// Exported resources as lines of files: each with the file it came from and the ties that let the caller read it.
import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { Found } from '../access/export-reader.ts';
import { writeJsonExactly } from '../fhir/exact-json.ts';
import { exportLimits } from '../interactions/export-desk.ts';

/** `ties` as the reader told them. */
export interface Line {
  readonly pk: string;
  readonly ties: string;
  readonly json: string;
}

export interface Part {
  readonly type: string;
  readonly lines: readonly Line[];
}

const encode = ({ pk, ties, json }: Line): string => `${JSON.stringify([pk, ties])}\t${json}\n`;

export const encodeLines = (lines: readonly Line[]): string => lines.map(encode).join('');

export function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const cut = line.indexOf('\t');
      const [pk, ties] = JSON.parse(line.slice(0, cut)) as [string, string];
      return { pk, ties, json: line.slice(cut + 1) };
    });
}

/** What the client gets: NDJSON and nothing of the bookkeeping. */
export const textOf = (lines: readonly Line[]): string => lines.map(({ json }) => `${json}\n`).join('');

/** A line and the type of file it goes to; a Bundle of deletions is told apart from a Bundle that is data. */
export interface Placed {
  readonly type: string;
  readonly isDeletion: boolean;
  readonly line: Line;
}

export function placedLines({ resources, deleted }: Found): Placed[] {
  return [
    ...resources.map(({ pk, ties, resource }) => ({
      type: resource.resourceType,
      isDeletion: false,
      line: { pk, ties, json: writeJsonExactly(resource) },
    })),
    ...deleted.map(({ pk, ties, references }) => ({
      type: 'Bundle',
      isDeletion: true,
      line: { pk, ties, json: JSON.stringify(deletion(references)) },
    })),
  ];
}

/** One type per file, none longer than published. */
export function partsOf(placed: readonly Placed[], isDeletion: boolean): Part[] {
  const byType = Map.groupBy(
    placed.filter((one) => one.isDeletion === isDeletion),
    ({ type }) => type,
  );
  return [...byType].flatMap(([type, all]) =>
    cut(
      type,
      all.map(({ line }) => line),
    ),
  );
}

function cut(type: string, lines: readonly Line[]): Part[] {
  const parts: Line[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const more = Buffer.byteLength(line.json) + 1;
    if (bytes + more > exportLimits.fileBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(line);
    bytes += more;
  }
  return parts.map((part) => ({ type, lines: part }));
}

/** https://hl7.org/fhir/uv/bulkdata/STU2/export.html#response---complete-status, `deleted` */
const deletion = (references: readonly string[]): Resource => {
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: references.map((url) => ({ request: { method: 'DELETE', url } })),
  };
  return bundle;
};
