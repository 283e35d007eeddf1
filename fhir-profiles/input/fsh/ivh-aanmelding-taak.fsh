// How the IVH team handles a referral: accepted, declined, waiting, finished.

Profile: IvhAanmeldingTaak
Parent: Task
Id: ivh-aanmelding-taak
Title: "Taak bij een aanmelding"
Description: "The handling of a referral by the regional IVH team; its businessStatus is the child's place on the board."
* ^purpose = "Written by the concept API with a referral; the IVH team moves it on. Read by the referrer and the IVH team."
* status obeys ivh-aanmelding-taak-status and ivh-aanmelding-taak-afwijzing
* statusReason from IvhAfwijzingLijst (extensible)
* businessStatus 1..1
* businessStatus from IvhStatusLijst (required)
* intent = #order
* code 1..1
* code = IvhTaak#aanmelding
* focus 1..1
* focus only Reference(ServiceRequest)
* for 1..1
* for only Reference(Patient)
* authoredOn 1..1
* requester 1..1
* requester only Reference(Organization or Practitioner or PractitionerRole or RelatedPerson)
* owner 1..1
* owner only Reference(Organization)
* status MS
* statusReason MS
* businessStatus MS
* code MS
* focus MS
* for MS
* authoredOn MS
* requester MS
* owner MS

Invariant: ivh-aanmelding-taak-status
Description: "A referral's task starts as requested: draft and ready are not used."
Severity: #error
Expression: "$this in ('requested' | 'received' | 'accepted' | 'rejected' | 'in-progress' | 'on-hold' | 'completed' | 'cancelled' | 'failed' | 'entered-in-error')"

Invariant: ivh-aanmelding-taak-afwijzing
Description: "Declining a referral needs a reason: statusReason with a code of ivh-afwijzing."
Severity: #error
Expression: "$this = 'rejected' implies %resource.statusReason.coding.where(system = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-afwijzing').exists()"
