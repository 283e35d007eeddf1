// Which nl-core profile what we write satisfies and which not, with the reason. A test holds every line against the resources.

/** The resources a profile would fit: of a type, and where a type has several profiles by the code they carry. */
export interface Fit {
  readonly type: string;
  /** `system|code` in the resource's code. */
  readonly code?: string;
}

export interface Verdict extends Fit {
  readonly profile: string;
  readonly say: string;
}

const snomed = 'http://snomed.info/sct';
const loinc = 'http://loinc.org';

/** Every resource of this fit that we write obeys the profile. */
export const satisfied: readonly Verdict[] = [
  {
    profile: 'nl-core-Patient',
    type: 'Patient',
    say: 'Official name in parts with roepnaam beside it, address in parts with municipality, BSN, language also in ISO 639-1. A language without a two-letter code is written in BCP 47 alone and would not pass.',
  },
  {
    profile: 'nl-core-ContactPerson',
    type: 'RelatedPerson',
    say: 'Relation in v3-RoleCode, a guardian also by role (Vektis COD472). `parent`, `step-parent` and `guardian` are relations that the zib’s list lacks; the slicing is open, so they pass.',
  },
  {
    profile: 'nl-core-HealthProfessional-Practitioner',
    type: 'Practitioner',
    say: 'BIG, AGB or no register; most trajectbegeleiders are in none of the zib’s registers.',
  },
  {
    profile: 'nl-core-HealthProfessional-PractitionerRole',
    type: 'PractitionerRole',
    say: 'The role in our own code, the specialty in UZI-rolcode where there is one.',
  },
  {
    profile: 'nl-core-HealthcareProvider-Organization',
    type: 'Organization',
    say: 'URA or AGB where the organisation has one, else KvK or the code of the municipality; the zib’s organization type beside ours where it knows the kind.',
  },
  {
    profile: 'nl-core-EpisodeOfCare',
    type: 'EpisodeOfCare',
    say: 'Why a status was entered stands in ext-Comment of that line of statusHistory.',
  },
  {
    profile: 'nl-core-Encounter',
    type: 'Encounter',
    say: 'Participants are Practitioners with a role in the participation itself, which falls in no slice of the profile.',
  },
  {
    profile: 'nl-core-TextResult',
    type: 'DiagnosticReport',
    say: 'The title is text: the zib’s list (extensible) has no code for these examinations.',
  },
  {
    profile: 'nl-core-TreatmentObjective',
    type: 'Goal',
    say: 'The wish in the family’s words; targets with codes are not written.',
  },
  {
    profile: 'nl-core-Education',
    type: 'Observation',
    code: `${snomed}|105421008`,
    say: 'Kind of school in the CBS codes of the zib, with the sender’s words beside it.',
  },
  {
    profile: 'nl-core-HeadCircumference',
    type: 'Observation',
    code: `${loinc}|9843-4`,
    say: 'In centimetres.',
  },
];

/** Parts of the resources above, held to their profile with them. */
export const within: readonly { readonly profile: string; readonly say: string }[] = [
  { profile: 'nl-core-NameInformation', say: 'official names' },
  { profile: 'nl-core-NameInformation.GivenName', say: 'the roepnaam' },
  { profile: 'nl-core-AddressInformation', say: 'addresses' },
  { profile: 'nl-core-ContactInformation-TelephoneNumbers', say: 'telephone numbers' },
  { profile: 'nl-core-ContactInformation-EmailAddresses', say: 'e-mail addresses' },
];

/** Something of this fit that we write does not obey the profile, knowingly; `at` is where it differs. */
export const refused: readonly (Verdict & { readonly at: string })[] = [
  {
    profile: 'nl-core-CareTeam',
    type: 'CareTeam',
    at: 'CareTeam.participant',
    say: 'Allows one contact person; a kernteam has every parent in it.',
  },
  {
    profile: 'nl-core-Problem',
    type: 'Condition',
    at: 'Condition.code',
    say: 'Requires a code of SNOMED CT, ICD-10, ICPC or the like. What a plan answers to is in the words of the team and the parents; codes are not invented for it.',
  },
  {
    profile: 'nl-core-Procedure-request',
    type: 'ServiceRequest',
    at: 'ServiceRequest.code',
    say: 'Requires a code of a list of medical procedures, which has none for a referral to Integrale Vroeghulp, an advice or an examination asked for in words.',
  },
  {
    profile: 'nl-core-Procedure-event',
    type: 'Procedure',
    at: 'Procedure.code',
    say: 'Requires the same codes; family support, day treatment and education are not in them.',
  },
  {
    profile: 'nl-core-HelpFromOthers',
    type: 'CarePlan',
    at: 'CarePlan.activity',
    say: 'One activity and a fixed category; a plan of advice has several lines and is a multidisciplinary plan (the category of Shared Care Planning).',
  },
  {
    profile: 'nl-core-TreatmentDirective2',
    type: 'Consent',
    at: 'Consent.category',
    say: 'Is about limits to medical treatment; ours is a parent’s agreement to a plan.',
  },
];

/** Nothing of this fit is written by us. */
export const unused: readonly (Fit & { readonly profiles: readonly string[]; readonly say: string })[] = [
  {
    type: 'Location',
    profiles: ['nl-core-HealthcareProvider'],
    say: 'Places are named in words; any system may store its own Locations.',
  },
  { type: 'Flag', profiles: ['nl-core-Alert'], say: 'Flag is not served.' },
  {
    type: 'Observation',
    code: `${snomed}|251803000`,
    profiles: [
      'nl-core-DevelopmentChild',
      'nl-core-DevelopmentChild.AgeFirstMenstruation',
      'nl-core-DevelopmentChild.DevelopmentCognition',
      'nl-core-DevelopmentChild.DevelopmentLinguistics',
      'nl-core-DevelopmentChild.DevelopmentLocomotion',
      'nl-core-DevelopmentChild.DevelopmentSocial',
      'nl-core-DevelopmentChild.ToiletTrainednessFeces',
      'nl-core-DevelopmentChild.ToiletTrainednessUrine',
    ],
    say: 'Five steps per area are too coarse for what youth health care observes; its BDS numbers are kept instead.',
  },
  {
    type: 'Observation',
    code: `${loinc}|8302-2`,
    profiles: ['nl-core-BodyHeight'],
    say: 'Stays with youth health care; who stores it all the same is held to R4 alone.',
  },
  { type: 'Observation', code: `${loinc}|29463-7`, profiles: ['nl-core-BodyWeight'], say: 'As body height.' },
  {
    type: 'Observation',
    code: `${snomed}|47078008`,
    profiles: ['nl-core-HearingFunction'],
    say: 'Findings come in the words of who examined.',
  },
  {
    type: 'Observation',
    code: `${snomed}|281004000`,
    profiles: ['nl-core-VisualFunction'],
    say: 'As hearing.',
  },
  {
    type: 'Observation',
    code: `${snomed}|365508006`,
    profiles: [
      'nl-core-LivingSituation',
      'nl-core-LivingSituation.HomeAdaption',
      'nl-core-LivingSituation.HouseType',
      'nl-core-LivingSituation.LivingCondition',
      'nl-core-ParticipationInSociety',
      'nl-core-ParticipationInSociety.Hobby',
      'nl-core-ParticipationInSociety.SocialNetwork',
      'nl-core-ParticipationInSociety.WorkSituation',
      'nl-core-FunctionalOrMentalStatus',
    ],
    say: 'Nobody is asked for it in a coded form.',
  },
  {
    type: 'Condition',
    code: 'urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.23.2|OTS',
    profiles: ['nl-core-LegalSituation-LegalStatus', 'nl-core-LegalSituation-Representation'],
    say: 'Authority stands with the parent (ivh-ext-gezag); there is no code for ouderlijk gezag.',
  },
  {
    type: 'Composition',
    code: `${snomed}|11591000146107`,
    profiles: ['nl-core-SOAPReport', 'nl-core-SOAPReport.SOAPLine'],
    say: 'No consultations are reported.',
  },
  {
    type: 'Coverage',
    profiles: ['nl-core-Payer-Organization', 'nl-core-Payer.PayerPerson'],
    say: 'The expected funding is an extension of the advice (ivh-ext-financiering); nobody is billed.',
  },
  {
    type: 'CarePlan',
    code: `${snomed}|9632001`,
    profiles: ['nl-core-NursingIntervention'],
    say: 'Is about nursing, one activity to a plan.',
  },
  {
    type: 'BodyStructure',
    profiles: ['nl-core-AnatomicalLocation', 'nl-core-TimeInterval'],
    say: 'Data types of profiles that are not used.',
  },
];
