// Searches in every form: by what stands in hidden resources, over chains, sorted, counted, with what is included.
import type { Draw } from '../draw.ts';
import { idOf, typeOf } from '../held.ts';
import { type Scene, someChild, target, targetOf } from '../scene.ts';
import { families } from '../words.ts';
import { type Act, pages, query } from './act.ts';
import { criterion, type Pair } from './criterion.ts';

const controls = (draw: Draw): Pair[] =>
  draw.some(
    [
      [
        '_sort',
        draw.of(['_id', '-_lastUpdated', '_lastUpdated', 'date', 'name', '-status', 'patient', 'identifier']),
      ],
      ['_count', draw.of(['1', '2', '0', '50'])],
      ['_total', draw.of(['accurate', 'none', 'estimate'])],
      ['_summary', draw.of(['count', 'true', 'data', 'text'])],
      ['_elements', draw.of(['id', 'status', 'subject,code', 'identifier'])],
      ['_format', draw.of(['json', 'xml'])],
    ] as const,
    0.25,
  );

/** Some parameters are of other types: they are refused the same, or left out the same. */
const leniently = (draw: Draw): Record<string, string> =>
  draw.chance(0.5) ? { prefer: 'handling=lenient' } : {};

const includes: readonly Pair[] = [
  ['_include', '*'],
  ['_revinclude', '*'],
  ['_include', 'Task:focus'],
  ['_include:iterate', 'ServiceRequest:requester'],
  ['_include', 'CarePlan:condition'],
  ['_include', 'CarePlan:activity-reference'],
  ['_include', 'DiagnosticReport:result'],
  ['_include:iterate', '*'],
  ['_include', 'Group:member'],
  ['_include', 'Provenance:target'],
  ['_revinclude', 'Condition:patient'],
  ['_revinclude', 'Task:focus'],
  ['_revinclude', 'Provenance:target'],
  ['_revinclude', 'ServiceRequest:requester'],
  ['_revinclude:iterate', 'Task:*'],
  ['_revinclude', 'CareTeam:participant'],
  ['_revinclude', 'Consent:actor'],
  ['_revinclude', 'Group:member'],
  ['_revinclude', 'AuditEvent:patient'],
];

const typesIn = ({ world }: Scene): string[] => [...new Set(world.held.map(typeOf))];

/** A page token as the server writes it, for a place the one who asks never was. */
const forged = (place: string, draw: Draw): string =>
  Buffer.from(`${draw.of(['<', '>'])}${place}`).toString('base64url');

export const searchActs: readonly Act[] = [
  {
    way: 'search of a type',
    play: async ({ get }, scene, draw) => {
      const one = target(scene, draw);
      const pairs = [criterion(one, scene, draw), ...controls(draw)];
      const more = draw.chance(0.3) ? [criterion(one, scene, draw)] : [];
      const headers = leniently(draw);
      await pages(`/fhir/${typeOf(one)}?${query(...pairs, ...more)}`, (path) => get(path, headers));
    },
  },
  {
    way: 'search by post',
    play: async ({ send }, scene, draw) => {
      const one = target(scene, draw);
      await send({
        method: 'POST',
        path: `/fhir/${typeOf(one)}/_search`,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...leniently(draw) },
        body: query(criterion(one, scene, draw), ...controls(draw)),
      });
    },
  },
  {
    way: 'search of all of a type',
    play: async ({ get }, scene, draw) => {
      await pages(`/fhir/${draw.of(typesIn(scene))}?${query(...controls(draw))}`, get, 4);
    },
  },
  {
    way: 'search with includes',
    play: async ({ get }, scene, draw) => {
      const one = target(scene, draw);
      const chosen = draw.some(includes, 0.15);
      const pairs = [criterion(one, scene, draw), ...(chosen.length > 0 ? chosen : [draw.of(includes)])];
      const type = draw.chance(0.8) ? typeOf(one) : draw.of(['Organization', 'Practitioner', 'Patient']);
      await pages(`/fhir/${type}?${query(...pairs)}`, get);
    },
  },
  {
    way: 'search of the directory by what refers to it',
    play: async ({ get }, scene, draw) => {
      const one = targetOf(scene, ['ServiceRequest', 'Task', 'CareTeam', 'EpisodeOfCare'], draw);
      const asked = draw.of<readonly [string, Pair]>([
        ['Organization', ['_has:ServiceRequest:requester:_id', idOf(one)]],
        ['Organization', ['_has:ServiceRequest:performer:patient', `Patient/${one.child}`]],
        ['Organization', ['_has:Task:owner:status', 'accepted']],
        ['Organization', ['_has:EpisodeOfCare:organization:_id', idOf(one)]],
        ['Organization', ['_has:Patient:general-practitioner:family', draw.of(families)]],
        ['Practitioner', ['_has:CareTeam:participant:_id', idOf(one)]],
        ['Practitioner', ['_has:EpisodeOfCare:care-manager:patient', `Patient/${one.child}`]],
        ['PractitionerRole', ['_has:CareTeam:participant:patient', `Patient/${one.child}`]],
      ]);
      await pages(`/fhir/${asked[0]}?${query(asked[1], ...controls(draw))}`, get);
    },
  },
  {
    way: 'search of all types',
    play: async ({ get }, scene, draw) => {
      const some = draw.some(typesIn(scene), 0.3).join(',');
      const pairs: Pair[] = [
        ...(draw.chance(0.7) && some !== '' ? [['_type', some] as const] : []),
        ...(draw.chance(0.5) ? [['_id', idOf(target(scene, draw))] as const] : []),
        ...(draw.chance(0.2) ? [['_lastUpdated', 'gt2026-04-24'] as const] : []),
        ...controls(draw),
      ];
      await pages(`/fhir?${query(...pairs)}`, get);
    },
  },
  {
    way: 'search of a compartment',
    play: async ({ get }, scene, draw) => {
      const one = target(scene, draw);
      const child = one.child ?? someChild(scene, draw).id;
      const type = draw.of(['*', typeOf(one), 'Observation', 'Task']);
      await pages(`/fhir/Patient/${child}/${type}?${query(...controls(draw))}`, get);
    },
  },
  {
    way: 'forged page token',
    play: async ({ get }, scene, draw) => {
      const one = target(scene, draw);
      const place = draw.of([`${one.name}/1`, `${one.name}/2`, one.name, `${one.name}x/1`]);
      const at = draw.of([
        `/fhir/${typeOf(one)}`,
        `/fhir/${typeOf(one)}/_history`,
        `/fhir/${one.name}/_history`,
        '/fhir/_history',
        `/fhir/Patient/${one.child}/$everything`,
        `/fhir/Patient/${one.child}/*`,
      ]);
      const sorted = draw.chance(0.5) ? '' : '&_sort=-_lastUpdated';
      await get(
        `${at}?_page=${forged(place, draw)}${at.includes('$') || at.includes('_history') ? '' : sorted}`,
      );
    },
  },
  {
    way: 'foreign page token',
    play: async ({ get }, scene, draw) => {
      // A place in a list of one's own, read in another's.
      const [first, second] = [target(scene, draw), target(scene, draw)];
      await get(`/fhir/${typeOf(first)}?_page=${forged(`${second.name}/1`, draw)}&_count=1`);
    },
  },
];
