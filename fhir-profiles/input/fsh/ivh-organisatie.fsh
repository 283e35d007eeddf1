// An organisation of the regional network.

Profile: IvhNetwerkorganisatie
Parent: Organization
Id: ivh-organisatie
Title: "Organisatie"
Description: "An organisation around the child: known by a national number (URA, AGB, KvK) or, for a municipality, its code, and of a kind that the network knows."
* ^purpose = "Written by the coordinator of the region. Read by everyone."
* identifier 1..* MS
* identifier.system 1..1
* identifier.value 1..1
* active MS
* type 1..* MS
* type from IvhOrganisatieLijst (required)
* name 1..1 MS
* telecom MS
* address MS
