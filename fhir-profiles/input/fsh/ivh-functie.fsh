// Who works where, as what.

Profile: IvhFunctie
Parent: PractitionerRole
Id: ivh-functie
Title: "Functie"
Description: "A professional in the service of an organisation, in a role of the team."
* ^purpose = "Written by the coordinator of the region. Read by everyone."
* active MS
* period MS
* practitioner 1..1 MS
* organization 1..1 MS
* code 1..* MS
* code from IvhRolLijst (required)
* telecom MS
