// JSON that keeps numbers as they were written: 1.50 stays 1.50, and 20 digits stay 20. https://hl7.org/fhir/R4/datatypes.html#decimal

/**
 * What JavaScript would write otherwise, by the object that holds it and its key. Values stay plain numbers for all who
 * read them; a copy of the holder loses the writing unless `keepWriting` is told.
 */
const writings = new WeakMap<object, Map<string, string>>();

/** Until the first such number is met, nobody needs to look for one. */
let isAnyKept = false;

/** A number that ends in a zero after the point, has an exponent, or more digits than every number here can hold. */
const unusual = /[:,[]\s*-?\d+(?:\.\d*0[\s,}\]]|(?:\.\d+)?[eE]|[\d.]{15})/;

export function parseJsonExactly(text: string): unknown {
  if (!unusual.test(text)) return JSON.parse(text);
  return JSON.parse(
    text,
    function (this: object, key: string, value: unknown, context?: { source?: string }) {
      const source = context?.source;
      if (typeof value === 'number' && source !== undefined) keep(this, key, value, source);
      return value;
    },
  );
}

/** Whether a text written here has to be parsed exactly; the rest is read as quickly as JSON is. */
export const hasKeptNumbers = (text: string): boolean => isAnyKept && unusual.test(text);

export function writeJsonExactly(value: unknown, indent?: number): string {
  if (!isAnyKept || !holdsKept(value)) return JSON.stringify(value, undefined, indent);
  return JSON.stringify(
    value,
    function (this: object, key: string, each: unknown) {
      const writing = typeof each === 'number' ? writingOf(this, key) : undefined;
      return writing === undefined ? each : raw(writing);
    },
    indent,
  );
}

/** Looking is a tenth of what writing through a function costs. */
function holdsKept(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (writings.has(value)) return true;
  for (const key in value) {
    const child: unknown = Reflect.get(value, key);
    if (typeof child === 'object' && holdsKept(child)) return true;
  }
  return false;
}

/** How the number under this key was written, where JavaScript would write it differently. */
export function writingOf(holder: object, key: string): string | undefined {
  const writing = writings.get(holder)?.get(key);
  return writing !== undefined && Number(writing) === Reflect.get(holder, key) ? writing : undefined;
}

/** The value for a writer of other formats than JSON. */
export const asWritten = (holder: object, key: string, value: unknown): unknown =>
  typeof value === 'number' ? (writingOf(holder, key) ?? value) : value;

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** For readers of other formats than JSON: the number under this key was written so. */
export function keep(holder: object, key: string, value: number, writing: string): void {
  if (String(value) === writing || !jsonNumber.test(writing)) return;
  const known = writings.get(holder) ?? new Map<string, string>();
  writings.set(holder, known.set(key, writing));
  isAnyKept = true;
}

/** Lets a copy of an object write its numbers as the original does. */
export function keepWriting<T extends object>(copy: T, original: object): T {
  const known = writings.get(original);
  if (known) writings.set(copy, known);
  return copy;
}

/** A deep copy, as structuredClone makes it of JSON. */
export const cloneExactly = <T>(value: T): T =>
  value === undefined ? value : (parseJsonExactly(writeJsonExactly(value)) as T);

/** Newer than the types of the language that are in use here. */
const rawJson: unknown = Reflect.get(JSON, 'rawJSON');

const raw = (writing: string): unknown =>
  typeof rawJson === 'function' ? rawJson(writing) : Number(writing);
