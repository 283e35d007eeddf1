// The team asks another organisation to examine the child.

Profile: IvhOnderzoeksverzoek
Parent: ServiceRequest
Id: ivh-onderzoeksverzoek
Title: "Verzoek om onderzoek"
Description: "The IVH team asks for an examination: which, of whom, and what it wants to know."
* ^purpose = "Written by the concept API for the coordinator or the case manager. Read by the organisation that is asked and by the team around the child."
* status obeys ivh-bekend
* intent = #order
* insert Soort(category, onderzoek, IvhTaak#onderzoek)
* code 1..1 MS
* code.text 1..1
* insert VanHetKind
* occurrence[x] MS
* authoredOn 1..1 MS
* requester 1..1 MS
* performer 1..* MS
* performer only Reference(Organization)
* reasonCode 1..* MS
