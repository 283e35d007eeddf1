import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { FhirFailure } from '../../src/fhir/failure.ts';
import { createXmlFormat } from '../../src/xml/format.ts';

const xml = createXmlFormat();
const begin = '<?xml version="1.0" encoding="UTF-8"?>';

const observation = {
  valueQuantity: { unit: 'kg', value: 1e-7 },
  component: [{ code: { text: 'x' }, valueBoolean: false }],
  code: { text: 'a<b & "c"\n' },
  status: 'final',
  _status: { id: 's' },
  resourceType: 'Observation',
};

describe('a resource written as XML', () => {
  it('has its elements in the order of the definition, whatever their order in JSON', () => {
    expect(xml.write(observation, false)).toBe(
      `${begin}<Observation xmlns="http://hl7.org/fhir"><status value="final" id="s"/><code>` +
        '<text value="a&lt;b &amp; &quot;c&quot;&#10;"/></code><valueQuantity><value value="1e-7"/>' +
        '<unit value="kg"/></valueQuantity><component><code><text value="x"/></code>' +
        '<valueBoolean value="false"/></component></Observation>',
    );
  });

  it('is indented on wish, but for its narrative', () => {
    const div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>a\n b</p></div>';
    const patient = { resourceType: 'Patient', text: { status: 'generated', div }, contact: [{}] };
    expect(xml.write(patient, true).split('\n')).toEqual([
      begin,
      '<Patient xmlns="http://hl7.org/fhir">',
      '  <text>',
      '    <status value="generated"/>',
      ...`    ${div}`.split('\n'),
      '  </text>',
      '  <contact/>',
      '</Patient>',
    ]);
  });

  it('names the namespace once', () => {
    const bundle = { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: 'a' } }] };
    expect(xml.write(bundle, false)).toBe(
      `${begin}<Bundle xmlns="http://hl7.org/fhir"><entry><resource><Patient><id value="a"/></Patient>` +
        '</resource></entry></Bundle>',
    );
  });

  it('puts a resource under its own name, also where only one type may stand', () => {
    const outcome = { resourceType: 'OperationOutcome', id: 'a' };
    const bundle = { resourceType: 'Bundle', entry: [{ response: { outcome } }] };
    expect(xml.write(bundle, false)).toContain(
      '<outcome><OperationOutcome><id value="a"/></OperationOutcome></outcome>',
    );
    expect(xml.read(xml.write(bundle, false))).toEqual(bundle);
  });

  it('is well-formed whatever stands in a narrative', () => {
    const div = '<div xmlns="http://www.w3.org/1999/xhtml">&nbsp;&euml;&nonsense;&amp;&#233;\u0001</div>';
    const text = xml.write({ resourceType: 'Patient', text: { status: 'generated', div } }, false);
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).toContain('>&#160;&#235;&amp;nonsense;&amp;&#233;\uFFFD</div>');
  });

  it('leaves out what is undefined, as JSON does', () => {
    expect(xml.write({ resourceType: 'Patient', id: 'a', name: undefined }, false)).toBe(
      `${begin}<Patient xmlns="http://hl7.org/fhir"><id value="a"/></Patient>`,
    );
  });

  it.each([
    ['a type without definition', { resourceType: 'Slot' }, 'Slot'],
    ['an element nobody knows', { resourceType: 'Patient', colour: 'blue' }, 'Patient.colour'],
    ['an underscore beside a complex element', { resourceType: 'Patient', _name: {} }, 'Patient._name'],
    [
      'such a thing inside',
      { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Slot' } }] },
      'Bundle.entry.resource',
    ],
  ])('is not made of %s, rather than losing it', (_name, resource, expression) => {
    const write = () => xml.write(resource, false);
    expect(write).toThrow(FhirFailure);
    expect(write).toThrow(new RegExp(`^${expression.replaceAll('.', '\\.')} has no form in XML`));
  });
});
