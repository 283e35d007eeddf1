// Reads of one resource, its versions and histories, in every form an answer can have.
import type { Draw } from '../draw.ts';
import { type Held, idOf, typeOf } from '../held.ts';
import { type Scene, someChild, target } from '../scene.ts';
import { type Act, pages } from './act.ts';

const place = (held: Held): string => `/fhir/${held.name}`;

const shapes = [
  '',
  '',
  '?_format=xml',
  '?_pretty=true',
  '?_summary=true',
  '?_elements=id,subject',
  '?_summary=text',
];

const conditions = (draw: Draw): Record<string, string> =>
  draw.of<Record<string, string>>([
    {},
    {},
    { 'if-none-match': 'W/"1"' },
    { 'if-none-match': 'W/"2"' },
    { 'if-none-match': '*' },
    { 'if-modified-since': 'Mon, 01 Jan 2035 00:00:00 GMT' },
    { 'if-modified-since': 'Mon, 01 Jan 2001 00:00:00 GMT' },
    { accept: 'application/fhir+xml' },
    { accept: 'text/plain' },
  ]);

const since = (draw: Draw): string =>
  draw.of(['', '', '?_count=1', '?_count=3', '?_since=2026-04-24T00:00:00Z', '?_at=2026-04-23', '?_count=0']);

/** A version that is or was, or none. */
const version = ({ versions, isDeleted }: Held, draw: Draw): string =>
  draw.of(['1', '2', '3', String(versions.length), String(versions.length + Number(isDeleted)), '0', '99']);

const like = (id: string, draw: Draw): string => (draw.chance(0.15) ? `${id}x` : id);

const typesIn = ({ world }: Scene): string[] => [...new Set(world.held.map(typeOf))];

export const readActs: readonly Act[] = [
  {
    way: 'read',
    play: async ({ get }, scene, draw) => {
      const one = target(scene, draw);
      await get(`/fhir/${typeOf(one)}/${like(idOf(one), draw)}${draw.of(shapes)}`, conditions(draw));
    },
  },
  {
    way: 'read as another type',
    play: async ({ get }, scene, draw) => {
      await get(`/fhir/${draw.of(typesIn(scene))}/${idOf(target(scene, draw))}`);
    },
  },
  {
    way: 'head and options',
    play: async ({ send }, scene, draw) => {
      await send({ method: draw.of(['HEAD', 'OPTIONS']), path: place(target(scene, draw)) });
    },
  },
  {
    way: 'vread',
    play: async ({ get }, scene, draw) => {
      const one = target(scene, draw);
      await get(`${place(one)}/_history/${version(one, draw)}`, conditions(draw));
    },
  },
  {
    way: 'history of a resource',
    play: async ({ get }, scene, draw) => {
      await pages(`${place(target(scene, draw))}/_history${since(draw)}`, get);
    },
  },
  {
    way: 'history of a type',
    play: async ({ get }, scene, draw) => {
      await pages(`/fhir/${typeOf(target(scene, draw))}/_history${since(draw)}`, get);
    },
  },
  {
    way: 'history of everything',
    play: async ({ get }, _scene, draw) => pages(`/fhir/_history${since(draw)}`, get),
  },
  {
    way: 'meta',
    play: async ({ get }, scene, draw) => {
      const one = target(scene, draw);
      const at = draw.of([place(one), `${place(one)}/_history/1`, `/fhir/${typeOf(one)}`, '/fhir']);
      await get(`${at}/$meta`);
    },
  },
  {
    way: 'everything',
    play: async ({ get }, scene, draw) => {
      const { id } = someChild(scene, draw);
      const how = draw.of([
        '',
        '?_count=5',
        '?_type=Condition,Observation',
        '?_since=2026-04-24T00:00:00Z',
        '?start=2026-05-01&end=2026-06-30',
      ]);
      await pages(`/fhir/Patient/${like(id, draw)}/$everything${how}`, get);
    },
  },
  {
    way: 'document',
    play: async ({ get, send }, scene, draw) => {
      const compositions = scene.world.held.filter((one) => typeOf(one) === 'Composition');
      const one = compositions.length > 0 ? draw.of(compositions) : target(scene, draw);
      if (draw.chance(0.7)) await get(`${place(one)}/$document${draw.of(['', '?persist=false'])}`);
      else
        await send({ method: 'POST', path: `${place(one)}/$document`, body: { resourceType: 'Parameters' } });
    },
  },
  {
    way: 'audit trail',
    play: async ({ get }, scene, draw) => {
      const { id } = someChild(scene, draw);
      await get(`/fhir/Patient/${id}`);
      await get(
        draw.of([
          `/fhir/AuditEvent?patient=Patient/${id}`,
          `/fhir/AuditEvent/${id}.0mb0000000000000000`,
          `/fhir/Patient/${id}/AuditEvent`,
          `/fhir/AuditEvent?_id=${id}.0mb0000000000000000`,
        ]),
      );
    },
  },
];
