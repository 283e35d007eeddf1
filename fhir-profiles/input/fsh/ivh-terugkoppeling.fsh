// The report back to the one who referred the child.

Profile: IvhTerugkoppeling
Parent: Communication
Id: ivh-terugkoppeling
Title: "Terugkoppeling aan de verwijzer"
Description: "The IVH team tells the referrer what happened with the referral."
* ^purpose = "Written by the concept API for the IVH team. Read by the referrer and the team around the child."
* status obeys ivh-terugkoppeling-status
* basedOn 1..*
* basedOn only Reference(ServiceRequest)
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains terugkoppeling 1..1
* category[terugkoppeling] = IvhMelding#terugkoppeling
* subject 1..1
* subject only Reference(Patient)
* sent 1..1
* recipient 1..*
* sender 1..1
* payload 1..*
* payload.content[x] only string
* basedOn MS
* status MS
* category MS
* subject MS
* sent MS
* recipient MS
* sender MS
* payload MS

Invariant: ivh-terugkoppeling-status
Description: "A report back is recorded when it has been sent: completed, or entered-in-error when it was a mistake."
Severity: #error
Expression: "$this in ('completed' | 'entered-in-error')"
