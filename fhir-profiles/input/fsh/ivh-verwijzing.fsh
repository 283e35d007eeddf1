// The referral of a child to the regional IVH team.

Profile: IvhVerwijzing
Parent: ServiceRequest
Id: ivh-verwijzing
Title: "Verwijzing naar Integrale Vroeghulp"
Description: "Someone who has concerns about a child's development asks the regional IVH team to look along."
* ^purpose = "Written by the concept API for whoever refers: youth health care, general practice, hospital, day care, school, local team, parents. Read by the referrer, the IVH team and the team around the child."
* extension contains
    IvhExtVerwijzer named verwijzer 1..1 and
    IvhExtOudersGeinformeerd named oudersGeinformeerd 1..1 and
    IvhExtLeeftijdsuitzondering named leeftijdsuitzondering 0..1
* intent = #order
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains aanmelding 1..1
* category[aanmelding] = IvhTaak#aanmelding
* code 1..1
* code = IvhTaak#aanmelding
* subject only Reference(Patient)
* requester 1..1
* requester only Reference(Organization or Practitioner or PractitionerRole or RelatedPerson)
* requester obeys ivh-verwijzing-ouders-zelf
* authoredOn 1..1
* performer 1..*
* performer only Reference(Organization)
* reasonCode from IvhDomeinLijst (required)
* reasonCode.extension contains IvhExtRichting named richting 0..1
* obeys ivh-verwijzing-reden
* status MS
* category MS
* code MS
* subject MS
* requester MS
* authoredOn MS
* performer MS
* reasonCode MS
* supportingInfo MS
* note MS

Invariant: ivh-verwijzing-reden
Description: "A referral says why: an area of development (reasonCode) or the question in the parents' own words (note)."
Severity: #error
Expression: "reasonCode.exists() or note.exists()"

Invariant: ivh-verwijzing-ouders-zelf
Description: "A parent is the requester only when the kind of referrer (ivh-ext-verwijzer) is ouders-zelf."
Severity: #error
Expression: "(reference.exists() and reference.contains('RelatedPerson/')) implies %resource.extension.where(url = 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-verwijzer').value.coding.where(code = 'ouders-zelf').exists()"
