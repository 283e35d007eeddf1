// The meeting of the team about the child.

Profile: IvhMdo
Parent: Encounter
Id: ivh-mdo
Title: "Multidisciplinair overleg"
Description: "The meeting in which the team, with the parents, brings its findings together and decides on the advice."
* ^purpose = "Written by the concept API when a meeting is planned and when it was held. Read by the team around the child and the parents."
* type ^slicing.discriminator.type = #pattern
* type ^slicing.discriminator.path = "$this"
* type ^slicing.rules = #open
* type contains mdo 1..1
* type[mdo] = IvhGesprek#mdo
* subject 1..1
* subject only Reference(Patient)
* episodeOfCare 1..*
* participant 1..*
* participant.individual 1..1
* period 1..1
* period.start 1..1
* serviceProvider 1..1
* status MS
* type MS
* subject MS
* episodeOfCare MS
* participant MS
* appointment MS
* period MS
* location MS
* serviceProvider MS
