// The multidisciplinary plan of advice. It becomes active only when the parents have agreed.

Profile: IvhAdviesplan
Parent: CarePlan
Id: ivh-adviesplan
Title: "Multidisciplinair adviesplan"
Description: "What the team and the parents agree to do for the child: goals and lines of advice."
* ^purpose = "Written by the concept API for the IVH team; comes into force with the last agreement. Read by the team around the child and the parents, and by the municipality without diagnoses."
* extension contains IvhExtAkkoord named akkoord 0..1
* status obeys ivh-adviesplan-status and ivh-adviesplan-akkoord
* intent = #plan
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains multidisciplinair 1..1
* category[multidisciplinair] = $sct#135411000146103
* subject only Reference(Patient)
* created 1..1
* author 1..1
* author only Reference(Organization)
* activity.reference 1..1
* activity.reference only Reference(ServiceRequest)
* replaces MS
* status MS
* category MS
* subject MS
* encounter MS
* period MS
* created MS
* author MS
* careTeam MS
* addresses MS
* goal MS
* activity MS

Invariant: ivh-adviesplan-status
Description: "The state of a plan is always known: unknown is not used."
Severity: #error
Expression: "$this != 'unknown'"

Invariant: ivh-adviesplan-akkoord
Description: "A plan becomes active, pauses or is completed only with the parents' agreement (ivh-ext-akkoord)."
Severity: #error
Expression: "$this in ('active' | 'on-hold' | 'completed') implies %resource.extension.where(url = 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-akkoord').exists()"
