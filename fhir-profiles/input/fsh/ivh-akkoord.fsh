// The agreement of one person with parental authority to one plan of advice.

Profile: IvhAkkoord
Parent: Consent
Id: ivh-akkoord
Title: "Akkoord van een ouder"
Description: "A parent with authority agrees to the plan of advice. R4 has no source reference to a CarePlan, so the plan is named in provision.data."
* ^purpose = "Written by the concept API when a parent agrees, in a conversation, on paper or in the portal. Read by the parents and the IVH team."
* scope = $consentscope#treatment
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains adviesplan 1..1
* category[adviesplan] = IvhAkkoordSoort#adviesplan
* patient 1..1
* dateTime 1..1
* performer 1..*
* performer only Reference(RelatedPerson)
* provision 1..1
* provision.type 1..1
* provision.type = #permit
* provision.data 1..*
* provision.data.meaning = #instance
* provision.data.reference only Reference(CarePlan)
* status MS
* category MS
* patient MS
* dateTime MS
* performer MS
* policyRule MS
* provision MS
