// What somebody was answered, word for word but for what the server itself draws anew: its ids, by order of appearance.
import type { Answer, Sent } from './stage.ts';

export interface Exchange {
  readonly way: string;
  readonly sent: Sent;
  readonly answer: Answer;
}

const drawnId = /[0-9a-f]{8}-[0-9a-f]{4}-4eed-8eed-feedfeedfeed/g;
/** The end of an AuditEvent's id: the moment and twelve digits of a drawn id. */
const auditEnd = /\b([A-Za-z0-9.-]+)\.([a-z0-9]{9})([0-9a-f]{12})\b/g;
const pageToken = /_page=([A-Za-z0-9_-]+)/g;

/** One transcript names ids by their first appearance, so answers are given to it in their order. */
export function namer(): (text: string) => string {
  const names = new Map<string, string>();
  const nameOf = (drawn: string): string => {
    const known = names.get(drawn);
    if (known !== undefined) return known;
    const name = `drawn-${names.size + 1}`;
    names.set(drawn, name);
    return name;
  };
  const plain = (text: string): string =>
    text
      .replace(drawnId, nameOf)
      .replace(
        auditEnd,
        (_, child: string, moment: string, end: string) => `${child}.${moment}${nameOf(end)}`,
      );
  return (text) =>
    plain(
      text.replace(pageToken, (_, token: string) => `_page=(${Buffer.from(token, 'base64url').toString()})`),
    );
}

export function spoken({ status, headers, body }: Answer): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [String(status), ...lines.sort(), '', body].join('\n');
}

/** Where two answers part: both statuses, and the lines around the first difference of header or body. */
export function partingLine(one: string, other: string): string {
  const [left = [], right = []] = [one, other].map((text) =>
    text.replaceAll('","', '",\n"').replaceAll('},{', '},\n{').split('\n'),
  );
  const shown = (lines: readonly string[], beside: readonly string[]): string => {
    const from = lines.findIndex((line, index) => index > 0 && line !== beside[index]);
    const body = lines.indexOf('');
    const near = from === -1 ? [] : lines.slice(Math.max(1, from - 2), from + 4);
    return [lines[0], ...near, '…', ...lines.slice(body + 1, body + 5)].join('\n    ').slice(0, 1500);
  };
  return `with all there is:\n    ${shown(left, right)}\n  without what is hidden:\n    ${shown(right, left)}`;
}
