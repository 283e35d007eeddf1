// A professional of the regional network.

Profile: IvhProfessional
Parent: Practitioner
Id: ivh-professional
Title: "Professional"
Description: "Someone who works with the child, known by a register (BIG, AGB) where there is one. The role someone has is in the team or in ivh-functie."
* ^purpose = "Written by the coordinator of the region, and by the concept API with a referral. Read by everyone."
* identifier MS
* identifier.system 1..1
* identifier.value 1..1
* active MS
* name 1..* MS
* name obeys ivh-naam
* telecom MS
