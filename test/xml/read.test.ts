import type { Patient } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { FhirFailure, type Issue } from '../../src/fhir/failure.ts';
import { createXmlFormat } from '../../src/xml/format.ts';

const xml = createXmlFormat();
const patient = (inside: string): string => `<Patient xmlns="http://hl7.org/fhir">${inside}</Patient>`;

function issuesOf(text: string): readonly Issue[] {
  try {
    xml.read(text);
  } catch (problem) {
    if (problem instanceof FhirFailure && problem.kind === 'syntax') return problem.issues;
    throw problem;
  }
  return expect.fail('the body was taken');
}

const written = `<?xml version="1.0" encoding="UTF-8"?>
<Patient xmlns="http://hl7.org/fhir" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://hl7.org/fhir ../../schema/patient.xsd">
  <!-- by hand -->
  <id value="noor"/>
  <text>
    <status value="generated"/>
    <div xmlns="http://www.w3.org/1999/xhtml"><p title='a "b"'>Noor &amp; <b>Sam</b></p><p></p><br/></div>
  </text>
  <contained>
    <Organization xmlns="http://hl7.org/fhir"><id value="org"/><name value="JGZ"/></Organization>
  </contained>
  <extension url="https://example.org/weight">
    <valueDecimal value="1.50"/>
  </extension>
  <active value="true"/>
  <name id="n1">
    <given value="Noor"/>
    <given id="g2">
      <extension url="https://example.org/unknown"><valueCode value="asked"/></extension>
    </given>
    <given value="Sophie"/>
  </name>
  <birthDate value="2022-05-14">
    <extension url="https://example.org/time"><valueDateTime value="2022-05-14T14:35:45+02:00"/></extension>
  </birthDate>
  <multipleBirthInteger value="2"/>
  <managingOrganization><reference value="#org"/></managingOrganization>
</Patient>
`;

describe('a resource in XML', () => {
  it('becomes the JSON it stands for', () => {
    expect(xml.read(written)).toEqual({
      resourceType: 'Patient',
      id: 'noor',
      text: {
        status: 'generated',
        div: `<div xmlns="http://www.w3.org/1999/xhtml"><p title='a "b"'>Noor &amp; <b>Sam</b></p><p></p><br/></div>`,
      },
      contained: [{ resourceType: 'Organization', id: 'org', name: 'JGZ' }],
      extension: [{ url: 'https://example.org/weight', valueDecimal: 1.5 }],
      active: true,
      name: [
        {
          id: 'n1',
          given: ['Noor', null, 'Sophie'],
          _given: [
            null,
            { id: 'g2', extension: [{ url: 'https://example.org/unknown', valueCode: 'asked' }] },
            null,
          ],
        },
      ],
      birthDate: '2022-05-14',
      _birthDate: {
        extension: [{ url: 'https://example.org/time', valueDateTime: '2022-05-14T14:35:45+02:00' }],
      },
      multipleBirthInteger: 2,
      managingOrganization: { reference: '#org' },
    });
  });

  it('may be written with a prefix', () => {
    const text = '<f:Patient xmlns:f="http://hl7.org/fhir"><f:gender value="female"/></f:Patient>';
    expect(xml.read(text)).toEqual({ resourceType: 'Patient', gender: 'female' });
  });

  it('keeps what is wrong with a value for validation to tell', () => {
    expect(xml.read(patient('<gender value="blue"/><birthDate value="gisteren"/>'))).toEqual({
      resourceType: 'Patient',
      gender: 'blue',
      birthDate: 'gisteren',
    });
  });

  it('reads entries and parameters as resources of their own', () => {
    const text = `<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="resource"/><resource>
      <Patient><active value="false"/></Patient></resource></parameter></Parameters>`;
    expect(xml.read(text)).toEqual({
      resourceType: 'Parameters',
      parameter: [{ name: 'resource', resource: { resourceType: 'Patient', active: false } }],
    });
  });

  it.each([
    ['an unknown type', '<Child xmlns="http://hl7.org/fhir"/>', 'Child', /resource type/],
    ['the abstract type', '<Resource xmlns="http://hl7.org/fhir"/>', 'Resource', /resource type/],
    ['a datatype', '<HumanName xmlns="http://hl7.org/fhir"/>', 'HumanName', /resource type/],
    ['no namespace', '<Patient/>', 'Patient', /xmlns="http:\/\/hl7.org\/fhir"/],
    ['another namespace', '<Patient xmlns="urn:hl7-org:v3"/>', 'Patient', /namespace/],
    [
      'an unknown element',
      patient('\n<colour value="blue"/>'),
      'Patient.colour',
      /line 2.*no element of Patient/,
    ],
    ['a prototype', patient('<__proto__ value="x"/>'), 'Patient.__proto__', /no element/],
    ['a JSON name', patient('<resourceType value="Patient"/>'), 'Patient.resourceType', /no element/],
    ['an underscored name', patient('<_birthDate id="x"/>'), 'Patient._birthDate', /no element/],
    ['a choice without type', patient('<deceased value="true"/>'), 'Patient.deceased', /no element/],
    [
      'an element of another namespace',
      patient('<x:gender xmlns:x="urn:x" value="male"/>'),
      'Patient.gender',
      /namespace/,
    ],
    [
      'a narrative outside XHTML',
      patient('<text><status value="generated"/><div>x</div></text>'),
      'Patient.text.div',
      /xhtml/,
    ],
    [
      'an unknown attribute',
      patient('<gender value="male" code="m"/>'),
      'Patient.gender',
      /no attribute code/,
    ],
    [
      'a value of a complex element',
      patient('<name value="Noor"/>'),
      'Patient.name[0]',
      /no attribute value/,
    ],
    [
      'an attribute of a resource',
      '<Patient xmlns="http://hl7.org/fhir" id="x"/>',
      'Patient',
      /no attribute id/,
    ],
    ['an id as element', patient('<name><id value="x"/></name>'), 'Patient.name[0].id', /attribute in XML/],
    [
      'a url as element',
      patient('<extension><url value="x"/></extension>'),
      'Patient.extension[0].url',
      /attribute in XML/,
    ],
    ['text', patient('<gender>male</gender>'), 'Patient.gender', /holds text/],
    ['CDATA', patient('<gender><![CDATA[male]]></gender>'), 'Patient.gender', /holds text/],
    ['a second value', patient('<gender value="male"/><gender value="male"/>'), 'Patient.gender', /once/],
    [
      'an order of its own',
      patient('<birthDate value="2022-05-14"/><gender value="male"/>'),
      'Patient.gender',
      /before birthDate/,
    ],
    [
      'parts of a list apart',
      patient('<name><text value="a"/></name><gender value="male"/><name/>'),
      'Patient.name',
      /before gender/,
    ],
    ['nothing where a value belongs', patient('<gender/>'), 'Patient.gender', /no value/],
    ['an empty number', patient('<multipleBirthInteger value=""/>'), 'Patient.multipleBirth', /whole number/],
    [
      'a number in words',
      patient('<multipleBirthInteger value="two"/>'),
      'Patient.multipleBirth',
      /whole number/,
    ],
    ['a fraction', patient('<multipleBirthInteger value="1.0"/>'), 'Patient.multipleBirth', /whole number/],
    ['a boolean in words', patient('<active value="TRUE"/>'), 'Patient.active', /true or false/],
    ['contained text', patient('<contained>x</contained>'), 'Patient.contained[0]', /one resource/],
    ['contained nothing', patient('<contained/>'), 'Patient.contained[0]', /one resource/],
    [
      'two in one contained',
      patient('<contained><Group/><Group/></contained>'),
      'Patient.contained[0]',
      /one resource/,
    ],
    [
      'an unknown one contained',
      patient('<contained><Child/></contained>'),
      'Patient.contained[0]',
      /resource type/,
    ],
  ])('is refused with %s', (_name, text, expression, reason) => {
    const [issue] = issuesOf(text);
    expect(issue?.expression).toBe(expression);
    expect(issue?.text).toMatch(reason);
  });

  it('tells everything that is wrong at once, up to a hundred', () => {
    const issues = issuesOf(patient('<colour/><active value="ja"/><contact><name><x/></name></contact>'));
    expect(issues.map(({ expression }) => expression)).toEqual([
      'Patient.colour',
      'Patient.active',
      'Patient.contact[0].name.x',
    ]);
    expect(issuesOf(patient('<colour/>'.repeat(1_000)))).toHaveLength(100);
  });

  it('says nothing of the values in it', () => {
    const told = issuesOf(patient('<active value="Geheim"/><colour value="Geheim"/><name>Geheim</name>'));
    expect(JSON.stringify(told)).not.toContain('Geheim');
  });

  it('keeps a narrative as it was written, comments and all', () => {
    const div = '<div xmlns="http://www.w3.org/1999/xhtml"><!-- a --><div >x</div >\n<p/></div>';
    const read = xml.read(patient(`<text><status value="additional"/>${div}</text>`)) as Patient;
    expect(read.text?.div).toBe(div);
  });
});
