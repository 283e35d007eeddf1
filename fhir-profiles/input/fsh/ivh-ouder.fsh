// A parent or carer, and whether this person has authority over the child.

Profile: IvhOuder
Parent: RelatedPerson
Id: ivh-ouder
Title: "Ouder of verzorger"
Description: "A parent or carer of the child. Who has authority (gezag) is data with a source and a date, as the plan needs the agreement of each of them."
* ^purpose = "Written by the concept API with a referral, and by the IVH team. Read by everyone in the team around the child, and by the parents."
* extension contains
    IvhExtGezag named gezag 0..1 MS and
    IvhExtToegangGesloten named toegangGesloten 0..1 MS
* identifier MS
* active MS
* patient MS
* relationship 1..* MS
* name 1..* MS
* name obeys ivh-naam
* telecom MS
* communication MS
