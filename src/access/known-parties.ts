// Everyone whom a child's file knows, as the callers they would be: organisations, professionals and parents.
import type { Organization, RelatedPerson } from '@medplum/fhirtypes';
import type { Head } from '../store/head.ts';
import type { StoredRecord } from '../store/record.ts';
import type { Caller, CallerKind } from './caller.ts';
import { namedInConsent } from './policy/consent.ts';
import { tiesIn } from './policy/relations.ts';

export interface Party {
  /** `Organization/<id>`, `Practitioner/<id>` or `RelatedPerson/<id>`. */
  readonly reference: string;
  readonly as: Omit<Caller, 'purpose'>;
}

/** As which kind of caller an organisation comes, by what the directory says it is. */
const kindByType: Readonly<Record<string, CallerKind>> = {
  'ivh-team': 'coordinator',
  jgz: 'jgz',
  huisartsenpraktijk: 'gp',
  ziekenhuis: 'hospital',
  gemeente: 'municipality',
  kinderopvang: 'childcare',
  school: 'school',
  samenwerkingsverband: 'school',
};
const typeSystem = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-organisatie';

/** Organisations and professionals to load before the parties are told apart. */
export const partyReferences = (heads: readonly Head[]): string[] => [
  ...new Set(
    heads
      .flatMap((head) => [...tiesIn(head).map(({ key }) => key), ...namedInConsent(head)])
      .filter((key) => /^(Organization|Practitioner)\/[A-Za-z0-9\-.]{1,64}$/.test(key)),
  ),
];

export interface Known {
  readonly heads: readonly Head[];
  readonly records: readonly StoredRecord[];
  /** Organisations by reference, as far as the directory has them. */
  readonly organizations: ReadonlyMap<string, Organization>;
  /** `Organization/<id>` of the region that asks. */
  readonly region: string;
}

export function knownParties(known: Known): Party[] {
  const { heads, region } = known;
  const ties = heads.flatMap(tiesIn);
  const regions = ties.filter(({ as }) => as === 'ivh').map(({ key }) => key);
  const base = { client: 'who-may-see', name: '', region: regions[0] ?? region, scopes: [] };
  const guides = new Set(
    ties
      .filter(({ as, ground }) => as === 'team' && ground.startsWith('EpisodeOfCare/'))
      .map(({ key }) => key),
  );
  const parties = partyReferences(heads).flatMap((reference): Party[] => {
    if (reference.startsWith('Organization/')) {
      const kind = kindOf(reference, known, regions);
      return [{ reference, as: { ...base, kind, organization: reference } }];
    }
    if (!guides.has(reference)) return [];
    return [
      {
        reference,
        as: { ...base, kind: 'case-manager', organization: base.region, practitioner: reference },
      },
    ];
  });
  return [...parties, ...parentsIn(known).flatMap((parent) => asCallers(parent, base))];
}

function kindOf(reference: string, { organizations }: Known, regions: readonly string[]): CallerKind {
  if (regions.includes(reference)) return 'coordinator';
  const codes = (organizations.get(reference)?.type ?? [])
    .flatMap(({ coding }) => coding ?? [])
    .filter(({ system }) => system === typeSystem);
  return codes.map(({ code }) => kindByType[code ?? '']).find((kind) => kind !== undefined) ?? 'provider';
}

const parentsIn = ({ records }: Known): RelatedPerson[] =>
  records
    .filter(({ type, deleted }) => type === 'RelatedPerson' && !deleted)
    .map((record) => record.resource())
    .filter((one) => one.resourceType === 'RelatedPerson');

function asCallers({ id, identifier }: RelatedPerson, base: Omit<Party['as'], 'kind'>): Party[] {
  const known = identifier?.find(({ value }) => value !== undefined);
  const person = known && `${known.system ?? ''}|${known.value}`;
  return [{ reference: `RelatedPerson/${id}`, as: { ...base, kind: 'parent', ...(person && { person }) } }];
}
