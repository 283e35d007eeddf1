// The R4 constraints that are not evaluated as FHIRPath here, by key: each with the place that checks it or why none does.

/** Checked by code: faster than FHIRPath, or right where the published expression or its evaluation is not. */
export const checkedInCode: Readonly<Record<string, string>> = {
  'ele-1': 'walk.ts: an empty object or a primitive without value and extension is refused',
  'ext-1': 'datatype-rules.ts',
  'dom-2': 'contained.ts',
  'dom-3': 'contained.ts',
  'dom-4': 'contained.ts',
  'dom-5': 'contained.ts',
  'ref-1': 'contained.ts',
  'per-1': 'datatype-rules.ts, on partial dates',
  'txt-1': 'xhtml.ts',
  'txt-2': 'xhtml.ts',
  'att-1': 'datatype-rules.ts',
  'cpt-2': 'datatype-rules.ts',
  'qty-3': 'datatype-rules.ts',
  'rng-2': 'datatype-rules.ts, on values of one unit',
  'obs-7': 'resource-rules.ts: intersect() compares codings by identity',
  'que-2': 'resource-rules.ts: descendants() is always empty',
  'csd-1': 'resource-rules.ts: descendants() is always empty',
  'bdl-7': 'bundle-rules.ts: isDistinct() compares each with each',
  'ctm-1': 'resource-rules.ts: resolve() makes a guess of what it cannot follow',
  'inv-1':
    'resource-rules.ts: of Task, as dates are compared as text; and of Parameters, which has the same key',
};

/** Never evaluated, and why that loses nothing. */
export const notChecked: Readonly<Record<string, string>> = {
  'ppc-2': "tests for a system literally called 'something', so it cannot fail",
  'ppc-3': "tests for a system literally called 'something', so it cannot fail",
  'ppc-4': "tests for a system literally called 'something', so it cannot fail",
  'ppc-5': "tests for a system literally called 'something', so it cannot fail",
};

/** FHIRPath functions that the engine here answers with nothing, whatever they are called on. */
export const emptyFunctions: readonly string[] = [
  'children',
  'decode',
  'descendants',
  'encode',
  'escape',
  'repeat',
  'split',
  'trim',
  'unescape',
];

export function isEvaluated(key: string): boolean {
  return !(key in checkedInCode) && !(key in notChecked);
}
