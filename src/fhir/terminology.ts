// What is known of codes: value sets that can be listed, code systems that can be looked up. https://hl7.org/fhir/R4/terminology-module.html
import type { CodeSystem, Coding, ValueSet } from '@medplum/fhirtypes';

/** Small and honest: `undefined` says "not known here", never "no". */
export interface Terminology {
  /** A value set by its canonical URL (a `|version` must fit). */
  valueSet(url: string): ValueSet | undefined;
  /** Every code of a value set; undefined when it is not known or cannot be listed. */
  expand(url: string): readonly Coding[] | undefined;
  codeSystem(url: string): CodeSystem | undefined;
  /** Display and definition of a code; undefined when the system is not known, null when it has no such code. */
  lookup(system: string, code: string): Coding | null | undefined;
  /** The code itself and everything below it (`below`) or above it (`above`); undefined when the system is not known. */
  related(system: string, code: string, direction: 'below' | 'above'): readonly string[] | undefined;
  readonly valueSets: readonly ValueSet[];
  readonly codeSystems: readonly CodeSystem[];
}
