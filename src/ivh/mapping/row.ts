// What a row of the mapping says, and the FHIRPath that many rows share.

/** `[]` stands for every element of a list. `becomes` is the value in FHIR, `{}` the field's own. */
export interface Row {
  readonly field: string;
  /** FHIRPath from the resource that holds it. */
  readonly element: string;
  readonly becomes?: string | boolean;
  readonly note?: string;
}

export interface ConceptMapping {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Row[];
}

export const extension = (name: string) =>
  `extension.where(url='https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-${name}')`;
export const own = (system: string) =>
  `coding.where(system='https://vroegdossier.nl/fhir/CodeSystem/ivh-${system}').code`;
export const hl7 = (name: string) =>
  `extension.where(url='http://hl7.org/fhir/StructureDefinition/${name}').value`;
export const identifier = (name: string) =>
  `identifier.where(system='http://fhir.nl/fhir/NamingSystem/${name}').value`;

export const nameRows = (field: string, type: string): Row[] => [
  {
    field: `${field}.given`,
    element: `${type}.name.where(use='official').given`,
    note: 'one by one with qualifier BR, or IN for an initial; with the family name also in name.text',
  },
  {
    field: `${field}.prefix`,
    element: `${type}.name.where(use='official').family`,
    becomes: '{prefix} {family}',
    note: 'own prefix and own name also apart, in humanname-own-prefix and humanname-own-name',
  },
  {
    field: `${field}.family`,
    element: `${type}.name.where(use='official').family`,
    becomes: '{prefix} {family}',
  },
];
export const usual = (field: string, type: string): Row => ({
  field: `${field}.usual`,
  element: `${type}.name.where(use='usual').given`,
});

export const attendees = (element: string, reference: string): Row[] => [
  {
    field: 'participants[].role',
    element: `${element}.type.${own('rol')}`,
    note: 'a verified SNOMED CT or UZI role code beside it where there is one',
  },
  {
    field: 'participants[].practitioner',
    element: `${element}.${reference}.reference`,
    becomes: 'Practitioner/{}',
  },
  {
    field: 'participants[].parent',
    element: `${element}.${reference}.reference`,
    becomes: 'RelatedPerson/{}',
  },
  { field: 'participants[].name', element: `${element}.${reference}.display` },
];
