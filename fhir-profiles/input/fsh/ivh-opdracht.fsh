// Work handed to another organisation, and how it answers.

Profile: IvhOpdracht
Parent: Task
Id: ivh-opdracht
Title: "Opdracht"
Description: "An advice or an examination as handed to the organisation that will do it: taken up, on the waiting list, started, done or declined."
* ^purpose = "Written by the concept API when a plan comes into force or an examination is asked for; its owner moves it on. Read by the owner, the IVH team and the team around the child."
* status obeys ivh-opdracht-status and ivh-opdracht-reden
* statusReason MS
* intent = #order
* code 1..1 MS
* code from IvhTaakLijst (required)
* code obeys ivh-opdracht-soort
* focus 1..1 MS
* focus only Reference(ServiceRequest)
* for 1..1 MS
* for only Reference(Patient)
* authoredOn 1..1 MS
* requester 1..1 MS
* owner 1..1 MS
* owner only Reference(Organization)
* restriction.period MS
* executionPeriod MS

Invariant: ivh-opdracht-status
Description: "An assignment starts as draft or requested: ready is not used."
Severity: #error
Expression: "$this != 'ready'"

Invariant: ivh-opdracht-reden
Description: "Who declines an assignment or puts the child on a waiting list says why: statusReason."
Severity: #error
Expression: "$this in ('rejected' | 'on-hold') implies %resource.statusReason.exists()"

Invariant: ivh-opdracht-soort
Description: "An assignment is to carry out an advice or an examination; the handling of a referral follows ivh-aanmelding-taak."
Severity: #error
Expression: "coding.where(system = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-taak' and code in ('advies' | 'onderzoek')).exists()"
