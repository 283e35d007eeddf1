// The value of a primitive, written as text in XML and as number, boolean or string in JSON. https://hl7.org/fhir/R4/xml.html

const whole = /^[+-]?(?:0|[1-9][0-9]*)$/;
const decimal = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

const forms: Readonly<Record<string, { pattern: RegExp; right: string }>> = {
  boolean: { pattern: /^(?:true|false)$/, right: 'true or false' },
  decimal: { pattern: decimal, right: 'a decimal such as 1.5' },
  integer: { pattern: whole, right: 'a whole number' },
  unsignedInt: { pattern: whole, right: 'a whole number from 0' },
  positiveInt: { pattern: whole, right: 'a whole number from 1' },
};

/** The JSON value; or what would be right, where there is none for this text. */
export function parsePrimitive(type: string, text: string): { value: unknown } | { right: string } {
  const form = forms[type];
  if (!form) return { value: text };
  if (!form.pattern.test(text)) return { right: form.right };
  return { value: type === 'boolean' ? text === 'true' : Number(text) };
}
