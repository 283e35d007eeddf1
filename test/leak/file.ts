// Draws one child's file.
import { drawDecisions } from './decisions.ts';
import type { Draw } from './draw.ts';
import { drawFamily } from './family.ts';
import type { Held } from './held.ts';
import { type ChildSketch, penFor } from './pen.ts';
import { drawProcess } from './process.ts';
import { drawRecords } from './records.ts';

export function drawFile(sketch: ChildSketch, draw: Draw): readonly Held[] {
  const pen = penFor(sketch, draw);
  const parents = drawFamily(pen);
  const { asks, team } = drawProcess(pen, parents);
  const conditions = drawRecords(pen, parents, asks);
  drawDecisions(pen, { parents, team, conditions });
  return pen.held;
}
