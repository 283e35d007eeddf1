// The trajectory: waiting for a place, and running.

Instance: ivh-traject--wachtlijst
InstanceOf: IvhTraject
Usage: #example
Title: "Traject op de wachtlijst"
* insert Bouwsteen(4)
* status = #waitlist
* patient = Reference(Patient/ivh-kind--noor)
* managingOrganization = Reference(Organization/ivh-organisatie--ivh-team)
* referralRequest = Reference(ServiceRequest/ivh-verwijzing--jeugdarts)

Instance: ivh-traject--lopend
InstanceOf: IvhTraject
Usage: #example
Title: "Lopend traject"
* insert Bouwsteen(4)
* extension[gemeente].valueReference = Reference(Organization/ivh-organisatie--gemeente)
* status = #active
* statusHistory[0].status = #planned
* statusHistory[0].period.start = "2026-02-03"
* statusHistory[0].period.end = "2026-02-10"
* statusHistory[1].status = #active
* statusHistory[1].period.start = "2026-02-10"
* type = IvhTrajectvorm#kort "Kort traject"
* patient = Reference(Patient/ivh-kind--noor)
* managingOrganization = Reference(Organization/ivh-organisatie--ivh-team)
* period.start = "2026-02-03"
* referralRequest = Reference(ServiceRequest/ivh-verwijzing--jeugdarts)
* careManager = Reference(Practitioner/ivh-professional--trajectbegeleider)
* team = Reference(CareTeam/ivh-kernteam--noor)
