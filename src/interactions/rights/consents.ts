// Which parents with authority have not permitted sharing with an organisation by name; a stricter reading than the policy's.
import type { Consent, Period, RelatedPerson, Resource } from '@medplum/fhirtypes';
import { localDay } from '../../fhir/search/local-time.ts';

const authorityUrl = 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-gezag';

/** References of RelatedPersons, one for each person who has not; `nobody` where no parent has authority. */
export function consentsMissing(file: readonly Resource[], organization: string, now: Date): string[] {
  const today = localDay(now.getTime());
  const parents = file.filter(
    (one): one is RelatedPerson =>
      one.resourceType === 'RelatedPerson' && hasAuthority(one) && covers(one.period, today),
  );
  if (parents.length === 0) return ['Nobody'];
  const permitting = new Set(
    file.flatMap((one) =>
      one.resourceType === 'Consent' && permitsAll(one, organization, today)
        ? (one.performer ?? []).map(({ reference }) => reference ?? '')
        : [],
    ),
  );
  const persons = Map.groupBy(parents, (one) => one.identifier?.[0]?.value ?? one.id ?? '');
  return [...persons.values()].flatMap((same) => {
    const names = same.map(({ id }) => `RelatedPerson/${id}`);
    return names.some((name) => permitting.has(name)) ? [] : names.slice(0, 1);
  });
}

const hasAuthority = ({ active, extension }: RelatedPerson): boolean =>
  active !== false &&
  extension
    ?.find(({ url }) => url === authorityUrl)
    ?.extension?.some(({ url, valueBoolean }) => url === 'gezag' && valueBoolean === true) === true;

/** A whole file goes over, so a permit for a part of the data or for one purpose is not enough. */
function permitsAll({ status, scope, provision }: Consent, organization: string, today: string): boolean {
  return (
    status === 'active' &&
    scope.coding?.some(({ code }) => code === 'patient-privacy') === true &&
    provision?.type === 'permit' &&
    provision.class === undefined &&
    provision.purpose === undefined &&
    provision.actor?.some(({ reference }) => reference.reference === organization) === true &&
    covers(provision.period, today)
  );
}

const covers = (period: Period | undefined, today: string): boolean =>
  (period?.start === undefined || period.start.slice(0, 10) <= today) &&
  (period?.end === undefined || period.end.slice(0, 10) >= today);
