// Fields that the concept API's schemas share: texts, ids, dates, codes.
import * as z from 'zod';
import { isBsn } from '../fhir/bsn.ts';
import { type Code, codesOf, type SystemName } from './codes.ts';

export const line = z.string().trim().min(1).max(250);
export const prose = z.string().trim().min(1).max(10_000);
export const id = z
  .string()
  .regex(/^[A-Za-z0-9\-.]{1,64}$/, 'an id is 1 to 64 letters, digits, hyphens and dots');

const digits = (length: number, what: string) =>
  z.string().regex(new RegExp(`^\\d{${length}}$`), `${what} has ${length} digits`);

export const day = z.iso.date('a date is YYYY-MM-DD').meta({ example: '2026-03-02' });
export const instant = z.iso
  .datetime({ offset: true, error: 'a moment is YYYY-MM-DDThh:mm:ss with Z or an offset' })
  .meta({ example: '2026-03-02T09:30:00+01:00' });
export const moment = z.union([day, instant], 'a date (YYYY-MM-DD) or a moment with seconds and a time zone');

export const big = digits(11, 'a BIG number');
export const agb = digits(8, 'an AGB code');

export const bsn = z
  .string()
  .refine(isBsn, 'a BSN has nine digits that pass the eleven test')
  .meta({ description: 'Burgerservicenummer', example: '999911120' });

/** One of the codes of an IVH code system. */
export const code = <S extends SystemName>(system: S) =>
  z.literal<Code<S>[]>(codesOf(system)).meta({ description: `Code of ivh-${system}` });

/** An id of a resource in the region's directory or in the child's file. */
export const idOf = (what: string) => id.meta({ description: `Id of a ${what}` });

export const ofChild = z.strictObject({ child: idOf('child (Patient)') });
