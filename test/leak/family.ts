// Draws a child and the parents, with and without authority, some of them with their access closed or ended.
import type { Extension, RelatedPerson } from '@medplum/fhirtypes';
import { bsnSystem, testSystem } from '../end-to-end/scenes.ts';
import { parentNumbers } from './cast.ts';
import type { Pen } from './pen.ts';
import { at, families, ours } from './words.ts';

const closed: Extension = {
  url: ours('StructureDefinition/ivh-ext-toegang-gesloten'),
  extension: [{ url: 'reden', valueString: 'veiligheid' }],
};

/** References of the parents. */
export function drawFamily({
  id: child,
  bsn,
  source,
  near,
  draw,
  ivh,
  subject,
  house,
  period,
  keep,
}: Pen): string[] {
  keep(
    'Patient',
    source,
    () => ({
      resourceType: 'Patient',
      active: true,
      identifier: [...(bsn ? [{ system: bsnSystem, value: bsn }] : []), { system: testSystem, value: child }],
      name: [{ use: 'official', family: draw.of(families), given: [draw.of(['Alex', 'Noor', 'Sam'])] }],
      gender: draw.of(['male', 'female'] as const),
      birthDate: draw.of(['2021-02-03', '2022-05-14', '2023-11-30']),
      generalPractitioner: draw.chance(0.3) ? [at(house(['huisarts']))] : undefined,
    }),
    false,
  );

  const own = near?.person?.split('|')[1];
  const numbers =
    own && draw.chance(0.7) ? [own, ...draw.some(parentNumbers, 0.2)] : draw.some(parentNumbers, 0.3);
  return (numbers.length > 0 ? numbers : [draw.of(parentNumbers)]).map((number) =>
    keep('RelatedPerson', draw.of([source, ivh]), () => parent(number)),
  );

  function parent(number: string): RelatedPerson {
    const extension: Extension[] = [
      {
        url: ours('StructureDefinition/ivh-ext-gezag'),
        extension: [{ url: 'gezag', valueBoolean: draw.chance(0.8) }],
      },
      ...(draw.chance(0.1) ? [closed] : []),
    ];
    return {
      resourceType: 'RelatedPerson',
      extension,
      active: draw.chance(0.85),
      identifier: [{ system: bsnSystem, value: number }],
      patient: subject,
      name: [{ family: draw.of(families) }],
      period: draw.chance(0.2) ? period() : undefined,
    };
  }
}
