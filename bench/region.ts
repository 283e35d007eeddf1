// The invented region the bench measures in: how many children, what their files hold, under which ids.
import type { Bundle, BundleEntry, Observation, Patient, Resource, Task } from '@medplum/fhirtypes';

/** How many children, and what the file of each holds beside five resources that every file has. */
export interface Region {
  readonly files: number;
  readonly tasks: number;
  readonly observations: number;
}

/** Files of fifty resources. */
export const usual = { tasks: 10, observations: 35 };
export const perFile = ({ tasks, observations }: Omit<Region, 'files'>): number => 5 + tasks + observations;
/** Tasks per organisation; a third of them waits as `requested`. */
const tasksPerOwner = 45;

const bsnSystem = 'http://fhir.nl/fhir/NamingSystem/bsn';
const loinc = 'http://loinc.org';
/** LOINC codes of what is measured of every child. */
const codes = ['8302-2', '29463-7', '9843-4', '8310-5', '8867-4', '9279-1', '59408-5'];

/** A nine-digit number that passes the eleven test of a BSN, another one for every number below seven million. */
export function bsnOf(number: number): string {
  const stem = String(10_000_000 + number);
  const sum = [...stem].reduce((total, digit, index) => total + Number(digit) * (9 - index), 0);
  const last = sum % 11;
  return last === 10 ? bsnOf(number + 7_000_003) : `${stem}${last}`;
}

/** Ids that a client assigns begin with that of its organisation. */
export const patientId = (file: number): string => `ivh-heuvelrand-${file}`;
export const observationId = (file: number, index: number): string => `${patientId(file)}-o${index}`;
export const ownersIn = ({ files, tasks }: Region): number =>
  Math.max(1, Math.floor((files * tasks) / tasksPerOwner));
export const ownerId = (index: number): string => `provider-${index}`;
export const codeTokens = codes.map((code) => encodeURIComponent(`${loinc}|${code}`));
export const identifierToken = (file: number): string => encodeURIComponent(`${bsnSystem}|${bsnOf(file)}`);

export const newPatient = (number: number): Patient => ({
  resourceType: 'Patient',
  active: true,
  identifier: [{ system: bsnSystem, value: bsnOf(number) }],
  name: [{ use: 'official', family: `Heuvel-${number % 997}`, given: ['Alex', `N${number % 89}`] }],
  telecom: [{ system: 'phone', value: '06-00000000', use: 'home' }],
  gender: number % 2 === 0 ? 'female' : 'male',
  birthDate: `202${number % 4}-0${1 + (number % 9)}-1${number % 10}`,
  address: [{ use: 'home', line: [`Dorpsstraat ${number % 300}`], city: 'Zonnedal', postalCode: '9999 ZZ' }],
});

export const newObservation = (patient: string, index: number): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }],
    },
  ],
  code: { coding: [{ system: loinc, code: codes[index % codes.length] }], text: 'meting' },
  subject: { reference: patient },
  effectiveDateTime: `2024-0${1 + (index % 9)}-15T09:00:00+02:00`,
  performer: [{ reference: 'Organization/jgz-heuvelrand' }],
  valueQuantity: { value: 50 + (index % 60), unit: 'cm', system: 'http://unitsofmeasure.org', code: 'cm' },
  note: [{ text: 'Gemeten op het consultatiebureau, kind werkte goed mee.' }],
});

const newTask = (patient: string, owner: string, index: number): Task => ({
  resourceType: 'Task',
  status: index % 3 === 0 ? 'requested' : index % 3 === 1 ? 'accepted' : 'completed',
  intent: 'order',
  priority: 'routine',
  for: { reference: patient },
  authoredOn: `2024-0${1 + (index % 9)}-10T10:00:00+02:00`,
  requester: { reference: 'Organization/ivh-heuvelrand' },
  owner: { reference: owner },
  description: 'Gezin begeleiden bij eten en slapen',
});

const put = (resource: Resource): BundleEntry => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
});

const post = (resource: Resource, fullUrl?: string): BundleEntry => ({
  fullUrl,
  resource,
  request: { method: 'POST', url: resource.resourceType as 'Patient' },
});

const transactionOf = (entry: BundleEntry[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry,
});

/** One child's file, as the transactions that store it in order. */
export function fileBundles(file: number, region: Region): Bundle[] {
  const patient = `Patient/${patientId(file)}`;
  const owners = ownersIn(region);
  const tasks = Array.from({ length: region.tasks }, (_, index) => {
    const number = file * region.tasks + index;
    const owner = `Organization/${ownerId(number % owners)}`;
    return put({
      ...newTask(patient, owner, Math.floor(number / owners)),
      id: `${patientId(file)}-t${index}`,
    });
  });
  const observations = Array.from({ length: region.observations }, (_, index) =>
    put({ ...newObservation(patient, index), id: observationId(file, index) }),
  );
  const half = Math.ceil(region.observations / 2);
  return [
    transactionOf([
      put({ ...newPatient(file), id: patientId(file) }),
      put({
        resourceType: 'RelatedPerson',
        id: `${patientId(file)}-p`,
        patient: { reference: patient },
        name: [{ family: `Heuvel-${file % 997}` }],
      }),
      put({
        resourceType: 'EpisodeOfCare',
        id: `${patientId(file)}-e`,
        status: 'active',
        patient: { reference: patient },
        managingOrganization: { reference: 'Organization/ivh-heuvelrand' },
      }),
      put({
        resourceType: 'ServiceRequest',
        id: `${patientId(file)}-r`,
        status: 'active',
        intent: 'order',
        subject: { reference: patient },
        requester: { reference: 'Organization/jgz-heuvelrand' },
        authoredOn: '2024-03-01',
      }),
      put({
        resourceType: 'Condition',
        id: `${patientId(file)}-c`,
        subject: { reference: patient },
        code: { text: 'vermoeden van een taalontwikkelingsachterstand' },
      }),
      ...tasks,
    ]),
    transactionOf(observations.slice(0, half)),
    transactionOf(observations.slice(half)),
  ];
}

/** Ten resources of a new child, tied together by urn:uuid references. */
export function newFileOfTen(number: number): Bundle {
  const urn = `urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const subject = { reference: urn };
  return transactionOf([
    post(newPatient(number), urn),
    post({ resourceType: 'RelatedPerson', patient: subject, name: [{ family: `Heuvel-${number % 997}` }] }),
    post({
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      subject,
      requester: { reference: 'Organization/jgz-heuvelrand' },
      authoredOn: '2024-03-01',
    }),
    post({ resourceType: 'Condition', subject, code: { text: 'vraag over gedrag' } }),
    post({ ...newTask(urn, 'Organization/ivh-heuvelrand', 0), requester: subject, id: undefined }),
    ...[0, 1, 2, 3, 4].map((index) => post(newObservation(urn, index))),
  ]);
}

/** Organisations that advice tasks are handed to. */
export const providerBundles = (region: Region): Bundle[] => {
  const entries = Array.from({ length: ownersIn(region) }, (_, index) =>
    put({ resourceType: 'Organization', id: ownerId(index), active: true, name: `Aanbieder ${index}` }),
  );
  return Array.from({ length: Math.ceil(entries.length / 20) }, (_, at) =>
    transactionOf(entries.slice(at * 20, at * 20 + 20)),
  );
};
