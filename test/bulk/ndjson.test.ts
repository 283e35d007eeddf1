// Lines and files of an export.
import { expect, it } from 'vitest';
import { encodeLines, linesOf, type Placed, partsOf, textOf } from '../../src/bulk/ndjson.ts';
import { exportLimits } from '../../src/interactions/export-desk.ts';

const placed = (type: string, json: string): Placed => ({
  type,
  isDeletion: false,
  line: { pk: 'Patient/1', ties: 'o:ivh', json },
});

it('a line comes back as it was, and the client gets nothing of the bookkeeping', () => {
  const lines = [{ pk: 'Patient/1', ties: 'o:ivh s:team', json: '{"a":"tab \\t"}' }];
  expect(linesOf(encodeLines(lines))).toEqual(lines);
  expect(textOf(lines)).toBe('{"a":"tab \\t"}\n');
});

it('a file holds one type and no more bytes than published, counted as bytes', () => {
  const big = `"${'é'.repeat(300_000)}"`;
  const parts = partsOf([...Array(20).fill(placed('Observation', big)), placed('Patient', '{}')], false);
  expect(parts.map(({ type }) => type)).toEqual([...Array(4).fill('Observation'), 'Patient']);
  for (const { lines } of parts)
    expect(Buffer.byteLength(textOf(lines))).toBeLessThanOrEqual(exportLimits.fileBytes);
  expect(parts.flatMap(({ lines }) => lines)).toHaveLength(21);
});

it('a resource longer than a file stands in a file of its own', () => {
  const huge = `"${'x'.repeat(exportLimits.fileBytes)}"`;
  const parts = partsOf(
    ['{}', huge, '{}'].map((json) => placed('Observation', json)),
    false,
  );
  expect(parts.map(({ lines }) => lines.length)).toEqual([1, 1, 1]);
});
