// The team around the child; the first trajectbegeleider has handed over.

Instance: ivh-kernteam--noor
InstanceOf: IvhKernteam
Usage: #example
Title: "Kernteam"
* insert Bouwsteen(2)
* status = #active
* subject = Reference(Patient/ivh-kind--noor)
* managingOrganization = Reference(Organization/ivh-organisatie--ivh-team)
* participant[0].role = IvhRol#kinderarts "Kinderarts"
* participant[0].role.coding[1] = $uzi#01.019
* participant[0].member = Reference(Practitioner/ivh-professional--kinderarts)
* participant[0].onBehalfOf = Reference(Organization/ivh-organisatie--ziekenhuis)
* participant[0].period.start = "2026-02-10"
* participant[1].role = IvhRol#gedragswetenschapper "Gedragswetenschapper"
* participant[1].member = Reference(Practitioner/ivh-professional--orthopedagoog)
* participant[1].onBehalfOf = Reference(Organization/ivh-organisatie--ivh-team)
* participant[1].period.start = "2026-02-10"
* participant[2].role = IvhRol#trajectbegeleider "Trajectbegeleider"
* participant[2].role.coding[1] = $sct#768832004
* participant[2].member = Reference(Practitioner/ivh-professional--begeleider-tot-maart)
* participant[2].period.start = "2026-02-10"
* participant[2].period.end = "2026-02-28"
* participant[3].role = IvhRol#trajectbegeleider "Trajectbegeleider"
* participant[3].role.coding[1] = $sct#768832004
* participant[3].member = Reference(Practitioner/ivh-professional--trajectbegeleider)
* participant[3].period.start = "2026-03-01"
* participant[4].role = IvhRol#ouder "Ouder"
* participant[4].member = Reference(RelatedPerson/ivh-ouder--samira)
* participant[4].period.start = "2026-02-10"
* participant[5].role = IvhRol#verwijzer "Verwijzer"
* participant[5].member = Reference(Organization/ivh-organisatie--jgz)
* participant[5].period.start = "2026-02-10"
