// Which version of the plan a parent had before him.

Profile: IvhAkkoordHerkomst
Parent: Provenance
Id: ivh-akkoord-herkomst
Title: "Herkomst van een akkoord"
Description: "How an agreement came about: the consent, the version of the plan that the parent read, the parent, and who wrote it down."
* ^purpose = "Written by the concept API with every agreement. Read by the parents, the IVH team and whoever checks afterwards."
* target 2..* MS
* occurred[x] 1..1 MS
* occurred[x] only dateTime
* agent MS
* agent.type 1..1
* obeys ivh-akkoord-herkomst-versie and ivh-akkoord-herkomst-ouder

Invariant: ivh-akkoord-herkomst-versie
Description: "One target is the version of the plan that was agreed to: CarePlan/<id>/_history/<version>."
Severity: #error
Expression: "target.where(reference.matches('CarePlan/[^/]+/_history/[^/]+$')).exists()"

Invariant: ivh-akkoord-herkomst-ouder
Description: "The author of an agreement is a parent: an agent of type author whose who is a RelatedPerson."
Severity: #error
Expression: "agent.where(type.coding.where(code = 'author').exists() and who.reference.contains('RelatedPerson/')).exists()"
