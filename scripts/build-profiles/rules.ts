// What the validator reads of a profile: no texts, and not the constraints that R4 itself puts on every resource.
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';

const kept = ['id', 'path', 'sliceName', 'min', 'max', 'contentReference'] as const;

export function rulesOf(profile: StructureDefinition): object {
  const { resourceType, url, version, name, type, kind, derivation, snapshot } = profile;
  const element = (snapshot?.element ?? []).map(ruleOf);
  return { resourceType, url, version, name, type, kind, derivation, snapshot: { element } };
}

function ruleOf(element: ElementDefinition): object {
  const { slicing, base, type, binding, constraint } = element;
  const errors = (constraint ?? []).filter(
    ({ severity, source }) => severity === 'error' && !source?.startsWith('http://hl7.org/fhir/'),
  );
  return {
    ...Object.fromEntries(kept.map((name) => [name, element[name]])),
    ...Object.fromEntries(Object.entries(element).filter(([name]) => /^(fixed|pattern)[A-Z]/.test(name))),
    slicing: slicing && {
      rules: slicing.rules,
      discriminator: slicing.discriminator?.map(({ type: by, path }) => ({ type: by, path })),
    },
    base: base && { max: base.max },
    type: type?.map(({ code, profile, targetProfile }) => ({ code, profile, targetProfile })),
    binding:
      binding?.strength === 'required' ? { strength: 'required', valueSet: binding.valueSet } : undefined,
    constraint:
      errors.length > 0
        ? errors.map(({ key, severity, human, expression }) => ({ key, severity, human, expression }))
        : undefined,
  };
}
