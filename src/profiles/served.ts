// The resource types whose definitions are shipped: those stored, those that only travel, and those only ever contained.

export const storedTypes = [
  'Patient',
  'RelatedPerson',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'OrganizationAffiliation',
  'HealthcareService',
  'Location',
  'ServiceRequest',
  'Task',
  'EpisodeOfCare',
  'Encounter',
  'Appointment',
  'CareTeam',
  'CarePlan',
  'Goal',
  'Condition',
  'Observation',
  'DiagnosticReport',
  'Procedure',
  'DocumentReference',
  'Binary',
  'Communication',
  'Consent',
  'Provenance',
  'AuditEvent',
  'Questionnaire',
  'QuestionnaireResponse',
  'Composition',
  'Bundle',
  'Group',
] as const;

export const envelopeTypes = ['OperationOutcome', 'Parameters', 'CapabilityStatement'] as const;

/** Not stored on their own, but senders put them inside the resources that are. */
export const containedTypes = [
  'BodyStructure',
  'CodeSystem',
  'Device',
  'Endpoint',
  'FamilyMemberHistory',
  'ImagingStudy',
  'Media',
  'Medication',
  'Specimen',
  'Substance',
  'ValueSet',
] as const;
