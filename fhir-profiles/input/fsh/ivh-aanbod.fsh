// One line of the directory of help (sociale kaart).

Profile: IvhAanbod
Parent: HealthcareService
Id: ivh-aanbod
Title: "Aanbod"
Description: "Help that an organisation offers in the region (sociale kaart), by the kind of advice it answers to."
* ^purpose = "Written by the coordinator of the region. Read by everyone."
* active 1..1 MS
* providedBy 1..1 MS
* type 1..* MS
* type from IvhAdviesLijst (required)
* name 1..1 MS
* comment MS
* telecom MS
* coverageArea MS
