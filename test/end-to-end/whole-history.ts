// A made-up child's whole history as another system would hand it over: every resource under a condition, all kinds.
import type { BundleEntry, Identifier, Resource } from '@medplum/fhirtypes';
import { child, condition, observation, parentOf, request, testSystem } from './scenes.ts';

const at = (reference: string) => ({ reference });

/** Sent again, it changes what it made the first time: every entry has an identifier and is written by it. */
export function wholeHistory(bsn: Identifier & { value: string }, size: number): BundleEntry[] {
  const urn = (n: number) =>
    `urn:uuid:${bsn.value.slice(0, 8)}-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const subject = at(urn(0));
  const kinds: readonly ((n: number) => Resource)[] = [
    (n) => observation('x', { subject, derivedFrom: n > 9 ? [at(urn(lastOf(n, 0)))] : undefined }),
    (n) => ({ ...request('x', { subject }), note: [{ text: `Aanvraag ${n}` }], status: 'completed' }),
    () => ({ ...condition('x'), subject }),
    () => ({ resourceType: 'Procedure', status: 'completed', code: { text: 'Logopedie' }, subject }),
    (n) => ({
      resourceType: 'DiagnosticReport',
      status: 'final',
      code: { text: 'Verslag' },
      subject,
      result: [at(urn(lastOf(n, 0)))],
    }),
    (n) => ({
      resourceType: 'Communication',
      status: 'completed',
      subject,
      payload: [{ contentString: `Terugkoppeling ${n}` }],
      about: [at(urn(lastOf(n, 1)))],
    }),
    () => ({ resourceType: 'Goal', lifecycleStatus: 'active', description: { text: 'Praten' }, subject }),
    () => ({
      resourceType: 'DocumentReference',
      status: 'current',
      subject,
      content: [{ attachment: { title: 'Verslag' } }],
    }),
  ];
  const lastOf = (n: number, kind: number): number => {
    const number = n - (((n - 2) % kinds.length) - kind);
    return number > n ? number - kinds.length : number;
  };
  const resources: Resource[] = [
    child({ identifier: [bsn] }),
    { ...parentOf('x'), patient: subject },
    ...Array.from({ length: size - 2 }, (_, n) => kinds[n % kinds.length]?.(n + 2)).filter(
      (one) => one !== undefined,
    ),
  ];
  return resources.map((resource, n) => {
    const identifier: Identifier = n === 0 ? bsn : { system: testSystem, value: `${bsn.value}-${n}` };
    return {
      fullUrl: urn(n),
      resource: { ...resource, identifier: [identifier] } as Resource,
      request: {
        method: 'PUT',
        url: `${resource.resourceType}?identifier=${identifier.system}|${identifier.value}`,
      },
    };
  });
}
