// What the team concluded.

Profile: IvhMdoConclusie
Parent: DiagnosticReport
Id: ivh-mdo-conclusie
Title: "Conclusie van het multidisciplinair overleg"
Description: "What the team, with the parents, concluded in its meeting."
* ^purpose = "Written by the concept API when a meeting was held. Read by the team around the child and the parents."
* status obeys ivh-bekend
* code 1..1 MS
* code = IvhGesprek#mdo
* insert VanHetKind
* encounter 1..1 MS
* effective[x] 1..1 MS
* issued 1..1 MS
* performer 1..* MS
* performer only Reference(Organization)
* conclusion 1..1 MS
