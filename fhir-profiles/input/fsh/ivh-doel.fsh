// What the family hopes for.

Profile: IvhDoel
Parent: Goal
Id: ivh-doel
Title: "Doel"
Description: "What the family wants to reach, in its own words, and whose wish it is."
* ^purpose = "Written by the concept API with a plan of advice. Read by everyone who reads the plan."
* lifecycleStatus MS
* description.text 1..1 MS
* insert VanHetKind
* expressedBy 1..1 MS
* expressedBy only Reference(Patient or RelatedPerson)
* startDate MS
* addresses MS
