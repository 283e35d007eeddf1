// Help that was given to child or family.

Profile: IvhOndersteuning
Parent: Procedure
Id: ivh-ondersteuning
Title: "Ondersteuning"
Description: "Help for child or family as it was really given: what, from when until when, and by whom. Waiting times end where it begins."
* ^purpose = "Written by the organisation that helps. Read by the team around the child and the parents."
* basedOn MS
* status obeys ivh-bekend
* code 1..1 MS
* code.text 1..1
* insert VanHetKind
* performed[x] 1..1 MS
* performed[x] only dateTime or Period
* performer 1..* MS
