// The intake and the visits at home.

Profile: IvhContactmoment
Parent: Encounter
Id: ivh-gesprek
Title: "Intake of huisbezoek"
Description: "A conversation of the IVH team with the family: the intake, from which the clocks run, or a visit at home."
* ^purpose = "Written by the concept API when a trajectory moves to intake, and by the IVH team. Read by the team around the child."
* type 1..* MS
* type obeys ivh-gesprek-soort
* insert VanHetKind
* episodeOfCare 1..* MS
* participant MS
* period 1..1 MS
* period.start 1..1
* serviceProvider 1..1 MS

Invariant: ivh-gesprek-soort
Description: "The kind of conversation is a code of ivh-gesprek: intake or huisbezoek. A team meeting follows ivh-mdo."
Severity: #error
Expression: "coding.where(system = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-gesprek' and code in ('intake' | 'huisbezoek')).exists()"
