// Where a referral's fields live in FHIR.
import { type ConceptMapping, extension, hl7, identifier, nameRows, own, usual } from './row.ts';

export const referralMapping = {
  referral: {
    title: 'Aanmelding (referral)',
    about:
      'POST /ivh/referrals writes in one commit: Patient (found again by BSN), RelatedPerson per parent, Observation per signal, ServiceRequest (ivh-verwijzing), Task (ivh-aanmelding-taak, requested), EpisodeOfCare (ivh-traject, planned), a Consent (ivh-toestemming-delen) of each parent with authority who agreed or, as the sender declares, knows of it, each with a Provenance; and, with a professional, Practitioner and Provenance.',
    rows: [
      { field: 'child.bsn', element: `Patient.${identifier('bsn')}` },
      ...nameRows('child.name', 'Patient'),
      usual('child.name', 'Patient'),
      { field: 'child.birthDate', element: 'Patient.birthDate' },
      { field: 'child.gender', element: 'Patient.gender' },
      {
        field: 'child.address.street',
        element: 'Patient.address.line',
        becomes: '{street} {houseNumber} {houseNumberSuffix}',
        note: 'the parts also apart, in iso21090-ADXP extensions',
      },
      {
        field: 'child.address.houseNumber',
        element: 'Patient.address.line',
        becomes: '{street} {houseNumber} {houseNumberSuffix}',
      },
      {
        field: 'child.address.houseNumberSuffix',
        element: 'Patient.address.line',
        becomes: '{street} {houseNumber} {houseNumberSuffix}',
      },
      { field: 'child.address.postalCode', element: 'Patient.address.postalCode' },
      { field: 'child.address.city', element: 'Patient.address.city' },
      { field: 'child.address.municipality', element: 'Patient.address.district' },
      {
        field: 'child.language',
        element: 'Patient.communication.language.coding.code',
        note: 'BCP 47, and ISO 639-1 beside it as the zib asks',
      },
      { field: 'child.interpreterNeeded', element: `Patient.${hl7('patient-interpreterRequired')}` },
      { field: 'parents[].bsn', element: `RelatedPerson.${identifier('bsn')}` },
      ...nameRows('parents[].name', 'RelatedPerson'),
      usual('parents[].name', 'RelatedPerson'),
      {
        field: 'parents[].relationship',
        element: 'RelatedPerson.relationship.coding.code',
        becomes: 'MTH',
        note: 'v3-RoleCode: MTH, FTH, MTHFOST, FTHFOST, STPPRN, PRN, GUARD (with Vektis COD472 11, Voogd)',
      },
      {
        field: 'parents[].hasAuthority',
        element: `RelatedPerson.${extension('gezag')}.extension.where(url='gezag').value`,
      },
      {
        field: 'parents[].authoritySource',
        element: `RelatedPerson.${extension('gezag')}.extension.where(url='bron').value`,
      },
      {
        field: 'parents[].agreed.how',
        element: 'Consent.policyRule.text',
        becomes: 'Toestemming om te delen met het IVH-team bij de aanmelding, gegeven in een gesprek',
        note: 'a Consent (ivh-toestemming-delen) of this parent, for the region and the kinds of the team',
      },
      { field: 'parents[].agreed.on', element: 'Consent.dateTime' },
      { field: 'parents[].phone', element: "RelatedPerson.telecom.where(system='phone').value" },
      { field: 'parents[].email', element: "RelatedPerson.telecom.where(system='email').value" },
      { field: 'parents[].language', element: 'RelatedPerson.communication.language.coding.code' },
      {
        field: 'referrer.kind',
        element: `ServiceRequest.${extension('verwijzer')}.value.${own('verwijzer')}`,
        note: 'ServiceRequest.requester and Task.requester are the sending Organization, or the parent with ouders-zelf',
      },
      ...nameRows('referrer.professional.name', 'Practitioner'),
      usual('referrer.professional.name', 'Practitioner'),
      {
        field: 'referrer.professional.big',
        element: `Practitioner.${identifier('big')}`,
        note: 'Provenance.agent ties the professional to the ServiceRequest',
      },
      { field: 'referrer.professional.agb', element: `Practitioner.${identifier('agb-z')}` },
      { field: 'reason.domains[]', element: `ServiceRequest.reasonCode.${own('domein')}` },
      {
        field: 'reason.direction',
        element: `ServiceRequest.reasonCode.${extension('richting')}.value.${own('richting')}`,
      },
      {
        field: 'reason.question',
        element: 'ServiceRequest.note.text',
        note: 'authorReference is the first parent',
      },
      { field: 'reason.text', element: 'ServiceRequest.reasonCode.text' },
      { field: 'ageException', element: `ServiceRequest.${extension('leeftijdsuitzondering')}.value` },
      { field: 'parentsInformed', element: `ServiceRequest.${extension('ouders-geinformeerd')}.value` },
      {
        field: 'signals[].text',
        element: 'Observation.code.text',
        note: 'ServiceRequest.supportingInfo refers to it',
      },
      {
        field: 'signals[].code',
        element: "Observation.code.coding.where(system='urn:oid:2.16.840.1.113883.2.4.4.40.267').code",
      },
      { field: 'signals[].value', element: 'Observation.value', note: 'string, boolean or quantity' },
      { field: 'signals[].date', element: 'Observation.effective' },
      {
        field: 'municipality',
        element: `EpisodeOfCare.${extension('gemeente')}.value.reference`,
        becomes: 'Organization/{}',
      },
      {
        field: 'referredAt',
        element: 'ServiceRequest.authoredOn',
        note: 'also Task.authoredOn and EpisodeOfCare.period.start; the moment of sending when left out',
      },
      {
        field: 'senderReference.system',
        element: 'ServiceRequest.identifier.system',
        note: 'assigner is the sender',
      },
      { field: 'senderReference.value', element: 'ServiceRequest.identifier.value' },
    ],
  },
} as const satisfies Record<string, ConceptMapping>;
