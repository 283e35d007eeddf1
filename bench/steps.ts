// What is measured: who asks, and what each request of a step looks like.
import {
  codeTokens,
  identifierToken,
  newFileOfTen,
  newObservation,
  newPatient,
  observationId,
  ownerId,
  ownersIn,
  patientId,
  type Region,
} from './region.ts';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body?: string;
  readonly ifMatch?: string;
  /** Where they are not FHIR's JSON. */
  readonly contentType?: string;
  readonly accept?: string;
}

export interface StepParts {
  /** Loaded beforehand. */
  readonly region: Region;
  /** Never the same number twice, in any step. */
  readonly fresh: () => number;
}

export interface Step {
  readonly name: string;
  /** Sandbox client. */
  readonly caller: string;
  /** Share of the bare server's rate that we aim at, where we do. */
  readonly aim?: number;
  readonly expect: number;
  /** The `turn`th request of a connection; a connection's requests follow each other. */
  request(parts: StepParts, connection: number, turn: number): Request;
}

const any = (count: number): number => Math.floor(Math.random() * count);
const json = JSON.stringify;

const createPatient: Step = {
  name: 'create Patient',
  caller: 'jgz',
  aim: 0.12,
  expect: 201,
  request: ({ fresh }) => ({ method: 'POST', path: '/fhir/Patient', body: json(newPatient(fresh())) }),
};

const createObservation: Step = {
  name: 'create Observation',
  caller: 'jgz',
  aim: 0.12,
  expect: 201,
  request: ({ region }, _, turn) => ({
    method: 'POST',
    path: '/fhir/Observation',
    // Apart from the files searched below, so that those stay at fifty resources.
    body: json(
      newObservation(`Patient/${patientId(Math.floor(region.files / 2) + any(region.files / 2))}`, turn),
    ),
  }),
};

export const read: Step = {
  name: 'read',
  caller: 'coordinator',
  aim: 0.2,
  expect: 200,
  request: ({ region }) => ({
    method: 'GET',
    path: `/fhir/Observation/${observationId(any(region.files), any(region.observations))}`,
  }),
};

const searchFile: Step = {
  name: 'search in a file',
  caller: 'coordinator',
  aim: 0.12,
  expect: 200,
  request: ({ region }, _, turn) => ({
    method: 'GET',
    path: `/fhir/Observation?patient=Patient/${patientId(any(region.files / 2))}&code=${codeTokens[turn % codeTokens.length]}`,
  }),
};

const searchIdentifier: Step = {
  name: 'search by identifier',
  caller: 'coordinator',
  aim: 0.15,
  expect: 200,
  request: ({ region }) => ({
    method: 'GET',
    path: `/fhir/Patient?identifier=${identifierToken(any(region.files))}`,
  }),
};

const workList: Step = {
  name: 'work list',
  caller: 'coordinator',
  aim: 0.15,
  expect: 200,
  request: ({ region }) => ({
    method: 'GET',
    path: `/fhir/Task?owner=Organization/${ownerId(any(ownersIn(region)))}&status=requested`,
  }),
};

const transactionOfTen: Step = {
  name: 'transaction of ten',
  caller: 'jgz',
  aim: 0.04,
  expect: 200,
  request: ({ fresh }) => ({ method: 'POST', path: '/fhir', body: json(newFileOfTen(fresh())) }),
};

const update: Step = {
  name: 'update with If-Match',
  caller: 'coordinator',
  aim: 0.08,
  expect: 200,
  request: (_, connection, turn) => ({
    method: 'PUT',
    path: `/fhir/Patient/${patientId(connection)}`,
    body: json({ ...newPatient(connection), id: patientId(connection), active: turn % 2 === 0 }),
    ifMatch: `W/"${turn + 1}"`,
  }),
};

const readXml: Step = {
  ...read,
  name: 'read as XML',
  aim: undefined,
  request: (parts, connection, turn) => ({
    ...read.request(parts, connection, turn),
    accept: 'application/fhir+xml',
  }),
};

const history: Step = {
  name: 'history of an instance',
  caller: 'coordinator',
  expect: 200,
  request: ({ region }) => ({
    method: 'GET',
    path: `/fhir/Observation/${observationId(any(region.files / 2), any(region.observations))}/_history`,
  }),
};

const compartment: Step = {
  name: 'compartment search',
  caller: 'coordinator',
  expect: 200,
  request: ({ region }) => ({
    method: 'GET',
    path: `/fhir/Patient/${patientId(any(region.files / 2))}/*?_count=10`,
  }),
};

const everything: Step = {
  name: '$everything of fifty',
  caller: 'coordinator',
  expect: 200,
  request: ({ region }) => ({
    method: 'GET',
    path: `/fhir/Patient/${patientId(any(region.files / 2))}/$everything`,
  }),
};

const patch: Step = {
  name: 'JSON Patch',
  caller: 'coordinator',
  expect: 200,
  // Other children than those of the update step, whose versions it counts.
  request: (_, connection, turn) => ({
    method: 'PATCH',
    path: `/fhir/Patient/${patientId(100 + connection)}`,
    body: json([{ op: 'replace', path: '/active', value: turn % 2 === 0 }]),
    contentType: 'application/json-patch+json',
  }),
};

const conditionalUpdate: Step = {
  name: 'conditional update',
  caller: 'coordinator',
  expect: 200,
  request: (_, connection, turn) => ({
    method: 'PUT',
    path: `/fhir/Patient?identifier=${identifierToken(connection)}`,
    body: json({ ...newPatient(connection), active: turn % 2 === 0 }),
  }),
};

export const steps: readonly Step[] = [
  read,
  searchFile,
  searchIdentifier,
  workList,
  createPatient,
  createObservation,
  update,
  transactionOfTen,
  readXml,
  history,
  compartment,
  everything,
  patch,
  conditionalUpdate,
];
