// A published journey as data: its lines, what each leaves in the file, and how that is found again.
import { randomUUID } from 'node:crypto';
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import type { Child, Parent } from '../../ivh/people.ts';
import { referenceOf } from '../../ivh/references.ts';
import { create } from '../../ivh/writes.ts';
import type { Write } from '../../store/dossier.ts';
import { sandboxClients } from '../sandbox-region.ts';
import { dayAt } from './age.ts';
import type { Happening, Setting } from './records.ts';
import type { Send } from './send.ts';

/** One line of the journey's table. */
export interface Line {
  readonly age: string;
  readonly happened: string;
  /** Events sent over the FHIR API; empty where the concept API’s own steps keep the line. */
  readonly events: readonly Happening[];
  /** FHIR searches within the child’s file, each of which finds it; `{2y6m}` stands for the day of that age. */
  readonly found: readonly string[];
}

export interface Journey {
  readonly name: string;
  /** The child’s age when the region is filled. */
  readonly ageNow: string;
  readonly child: Omit<Child, 'birthDate'> & { readonly bsn: string };
  readonly parents: readonly Parent[];
  /** The sandbox client of the first parent. */
  readonly parentClient: string;
  readonly lines: readonly Line[];
  /** Everything but the lines' own events, told through the concept API. */
  readonly run: (send: Send, born: string, now: Date) => Promise<void>;
}

/** A child's file, once it was opened. */
export interface OpenFile {
  readonly child: string;
  readonly referral: string;
  readonly episode: string;
  readonly team: string;
  /** RelatedPerson ids, in the order in which the referral named the parents. */
  readonly parents: readonly string[];
  readonly born: string;
}

/** A search of a line with the days of this child filled in. */
export const searchOf = (search: string, born: string): string =>
  search.replaceAll(/\{([^}]+)\}/g, (_, age: string) => dayAt(born, age));

/** Sends the events of all lines, per line one transaction per sender. */
export async function tellLines(send: Send, { lines, parentClient }: Journey, file: OpenFile): Promise<void> {
  for (const line of lines) {
    const senders = new Set(line.events.map(({ by }) => by));
    for (const who of senders) {
      const setting: Setting = {
        child: `Patient/${file.child}`,
        sender: who === parentClient ? `RelatedPerson/${file.parents[0] ?? ''}` : organizationOf(who),
        on: (age) => dayAt(file.born, age),
      };
      const events = line.events.filter(({ by }) => by === who);
      await send({
        who,
        tells: `${line.age}: ${line.happened}`,
        method: 'POST',
        path: '/fhir',
        body: transactionOf(events.map(({ make }) => create(make(setting)))),
      });
    }
  }
}

export const organizationOf = (client: string): string =>
  sandboxClients.find((one) => one.client === client)?.organization ?? '';

/** An id known beforehand: who assigns one begins it with that of the organisation. */
export const idBy = (organization: string): string => `${organization.split('/')[1]}-${randomUUID()}`;

/** The transaction of these writes. */
export const transactionOf = (writes: readonly Write[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: writes.map(entryOf),
});

function entryOf(write: Write): BundleEntry {
  if (write.method === 'delete') return { request: { method: 'DELETE', url: `${write.type}/${write.id}` } };
  if (write.method === 'patch') throw new TypeError('a journey tells what it sends and so patches nothing');
  const { resource, fullUrl } = write;
  if (write.method === 'create') {
    return { fullUrl, resource, request: { method: 'POST', url: resource.resourceType } };
  }
  const ifMatch = write.ifMatch === undefined ? undefined : `W/"${write.ifMatch}"`;
  return { fullUrl, resource, request: { method: 'PUT', url: referenceOf(resource), ifMatch } };
}
