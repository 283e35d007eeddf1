// The team around one child. Who leaves stays listed with an ended period, as access follows membership over time.

Profile: IvhKernteam
Parent: CareTeam
Id: ivh-kernteam
Title: "Kernteam rond het kind"
Description: "The people and organisations that work together for one child, with their roles and since when."
* ^purpose = "Written by the concept API for the coordinator. Read by the team, which gets its access by it, and by the parents."
* obeys ivh-kernteam-trajectbegeleider
* status 1..1
* subject 1..1
* subject only Reference(Patient)
* managingOrganization 1..*
* participant.role 1..*
* participant.role from IvhRolLijst (required)
* participant.member 1..1
* participant.member only Reference(Practitioner or PractitionerRole or Organization or RelatedPerson or Patient)
* participant.period 1..1
* participant.period.start 1..1
* status MS
* subject MS
* participant MS
* participant.role MS
* participant.member MS
* participant.onBehalfOf MS
* participant.period MS
* managingOrganization MS

Invariant: ivh-kernteam-trajectbegeleider
Description: "A child has one trajectbegeleider at a time: end the period of the former one first."
Severity: #error
Expression: "participant.where(period.end.empty() and role.coding.where(system = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-rol' and code = 'trajectbegeleider').exists()).count() <= 1"
