// The meeting of the team, with a parent.

Instance: ivh-mdo--noor
InstanceOf: IvhMdo
Usage: #example
Title: "Multidisciplinair overleg"
* insert Bouwsteen(2)
* status = #finished
* class = $act#VR
* type[mdo] = IvhGesprek#mdo "Multidisciplinair overleg"
* type[mdo].text = "Multidisciplinair overleg"
* subject = Reference(Patient/ivh-kind--noor)
* episodeOfCare = Reference(EpisodeOfCare/ivh-traject--lopend)
* participant[0].individual = Reference(Practitioner/ivh-professional--kinderarts)
* participant[1].individual = Reference(Practitioner/ivh-professional--orthopedagoog)
* participant[2].individual = Reference(Practitioner/ivh-professional--trajectbegeleider)
* participant[3].individual = Reference(RelatedPerson/ivh-ouder--samira)
* period.start = "2026-03-24T13:00:00+01:00"
* period.end = "2026-03-24T14:00:00+01:00"
* serviceProvider = Reference(Organization/ivh-organisatie--ivh-team)
