// Says what is wrong with a primitive value, or nothing. https://hl7.org/fhir/R4/datatypes.html#primitive
import { isCalendarDate } from './partial-date.ts';

const maxInteger = 2_147_483_647;
const maxStringLength = 1024 * 1024;

const year = '([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)';
const monthDay = '-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])';
const clock = '([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?';
const zone = '(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))';

interface Format {
  readonly pattern: RegExp;
  readonly right: string;
  readonly hasDate?: boolean;
}

const text: Format = {
  pattern: /^[\t\n\r\u0020-\uffff]*$/,
  right: 'text without control characters other than tab, carriage return and line feed',
};
/** OIDs and UUIDs are URNs, whose form is known. */
const urns = '(?!oid:|uuid:)(?!urn:oid:(?![0-2](?:\\.(?:0|[1-9][0-9]*))+$))(?!urn:uuid:(?![0-9a-f-]{36}$))';
const uri: Format = {
  pattern: new RegExp(`^${urns}\\S+$`, 'i'),
  right: 'a URI: no whitespace, OIDs as urn:oid:1.2.3 and UUIDs as urn:uuid: and 36 characters',
};
const canonical: Format = {
  pattern: /^(?:#[A-Za-z0-9\-.]{1,64}|[a-z][a-z0-9+.-]*:[^\s|]+(?:\|[^\s|]+)?)$/i,
  right: 'an absolute URL, with |version after it if needed, or # and the id of a contained resource',
};

const formats: Readonly<Record<string, Format>> = {
  string: text,
  markdown: text,
  xhtml: { pattern: /^/, right: 'an XHTML div' },
  uri,
  url: uri,
  canonical,
  code: { pattern: /^\S+( \S+)*$/, right: 'a code: no whitespace but single spaces inside' },
  id: { pattern: /^[A-Za-z0-9\-.]{1,64}$/, right: 'an id: 1 to 64 letters, digits, hyphens and dots' },
  oid: { pattern: /^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$/, right: 'an OID such as urn:oid:1.2.3' },
  uuid: {
    pattern: /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    right: 'a lower-case UUID such as urn:uuid:c757873d-ec9a-4326-a141-556f43239520',
  },
  date: {
    pattern: new RegExp(`^${year}(${monthDay})?)?$`),
    right: 'an existing date: YYYY, YYYY-MM or YYYY-MM-DD',
    hasDate: true,
  },
  dateTime: {
    pattern: new RegExp(`^${year}(${monthDay}(T${clock}${zone})?)?)?$`),
    right: 'an existing date (YYYY, YYYY-MM, YYYY-MM-DD) or date and time with seconds and time zone',
    hasDate: true,
  },
  instant: {
    pattern: new RegExp(`^${year}${monthDay}T${clock}${zone})$`),
    right: 'a full date and time with seconds and time zone: YYYY-MM-DDThh:mm:ss.sss+zz:zz',
    hasDate: true,
  },
  time: { pattern: new RegExp(`^${clock}$`), right: 'a time of day: hh:mm:ss' },
};

const integerRanges: Readonly<Record<string, readonly [number, number]>> = {
  integer: [-maxInteger - 1, maxInteger],
  unsignedInt: [0, maxInteger],
  positiveInt: [1, maxInteger],
};

/** What would be right where the value is not; undefined when the value is right. */
export function primitiveProblem(type: string, value: unknown): string | undefined {
  if (type === 'boolean') return typeof value === 'boolean' ? undefined : 'true or false, without quotes';
  if (type === 'decimal') return Number.isFinite(value) ? undefined : 'a JSON number, without quotes';
  const range = integerRanges[type];
  if (range) return integerProblem(range, value);
  if (typeof value !== 'string') return 'a JSON string';
  if (type === 'base64Binary') return isBase64(value) ? undefined : 'base64 in groups of four characters';
  return stringProblem(formats[type] ?? text, value);
}

const longestNumber = 64;

/** Of a number JavaScript would write differently: whole numbers have no point or exponent, however whole `1.0` is. */
export function writingProblem(type: string, writing: string | undefined): string | undefined {
  if (writing === undefined) return undefined;
  if (integerRanges[type]) return 'digits alone, without point or exponent';
  return writing.length > longestNumber ? `a number of at most ${longestNumber} characters` : undefined;
}

function integerProblem([min, max]: readonly [number, number], value: unknown): string | undefined {
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return undefined;
  return `a whole JSON number from ${min} to ${max}, without quotes`;
}

function stringProblem(format: Format, value: string): string | undefined {
  if (value.length > maxStringLength) return `at most ${maxStringLength} characters`;
  if (value.trim() === '') return 'text that is not empty; leave the property out when there is none';
  if (!format.pattern.test(value)) return format.right;
  return format.hasDate && !isCalendarDate(value) ? format.right : undefined;
}

/** Whitespace may stand anywhere; it is taken out first so that megabytes are read once and not in every combination. */
function isBase64(value: string): boolean {
  const packed = value.replaceAll(/\s+/g, '');
  return packed.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(packed);
}
