// What belongs to the meeting and to the plan, and what came of it.

Instance: ivh-gesprek--intake
InstanceOf: IvhContactmoment
Usage: #example
Title: "Intake"
* insert Bouwsteen(4)
* status = #finished
* class = $act#AMB
* type = IvhGesprek#intake "Intake"
* subject = Reference(Patient/ivh-kind--noor)
* episodeOfCare = Reference(EpisodeOfCare/ivh-traject--lopend)
* participant.type = IvhRol#trajectbegeleider "Trajectbegeleider"
* participant.individual = Reference(Practitioner/ivh-professional--begeleider-tot-maart)
* period.start = "2026-02-12"
* period.end = "2026-02-12"
* serviceProvider = Reference(Organization/ivh-organisatie--ivh-team)

Instance: ivh-gesprek--huisbezoek
InstanceOf: IvhContactmoment
Usage: #example
Title: "Huisbezoek"
* insert Bouwsteen(4)
* status = #finished
* class = $act#HH
* type = IvhGesprek#huisbezoek "Huisbezoek"
* subject = Reference(Patient/ivh-kind--noor)
* episodeOfCare = Reference(EpisodeOfCare/ivh-traject--lopend)
* period.start = "2026-03-05T10:00:00+01:00"
* serviceProvider = Reference(Organization/ivh-organisatie--ivh-team)

Instance: ivh-mdo-afspraak--noor
InstanceOf: IvhMdoAfspraak
Usage: #example
Title: "Afspraak voor het multidisciplinair overleg"
* insert Bouwsteen(2)
* status = #booked
* description = "Multidisciplinair overleg"
* start = "2026-03-24T13:00:00+01:00"
* end = "2026-03-24T14:00:00+01:00"
* created = "2026-03-10T09:00:00+01:00"
* participant[0].actor = Reference(Patient/ivh-kind--noor)
* participant[0].status = #accepted
* participant[1].type = IvhRol#kinderarts "Kinderarts"
* participant[1].actor = Reference(Practitioner/ivh-professional--kinderarts)
* participant[1].status = #needs-action

Instance: ivh-mdo-conclusie--noor
InstanceOf: IvhMdoConclusie
Usage: #example
Title: "Conclusie van het multidisciplinair overleg"
* insert Bouwsteen(2)
* status = #final
* code = IvhGesprek#mdo "Multidisciplinair overleg"
* code.text = "Conclusie multidisciplinair overleg"
* subject = Reference(Patient/ivh-kind--noor)
* encounter = Reference(Encounter/ivh-mdo--noor)
* effectivePeriod.start = "2026-03-24T13:00:00+01:00"
* effectivePeriod.end = "2026-03-24T14:00:00+01:00"
* issued = "2026-03-24T16:00:00+01:00"
* performer = Reference(Organization/ivh-organisatie--ivh-team)
* conclusion = "De taal loopt achter terwijl het gehoor goed is: logopedie, en een kleine groep om in te oefenen."

Instance: ivh-doel--praten
InstanceOf: IvhDoel
Usage: #example
Title: "Doel in de woorden van de moeder"
* insert Bouwsteen(3)
* lifecycleStatus = #active
* description.text = "Dat Noor kan zeggen wat zij wil, en niet meer boos hoeft te worden"
* subject = Reference(Patient/ivh-kind--noor)
* startDate = "2026-03-30"
* expressedBy = Reference(RelatedPerson/ivh-ouder--samira)

Instance: ivh-grond--taal
InstanceOf: IvhGrond
Usage: #example
Title: "Waar het plan op antwoordt"
* insert Bouwsteen(2)
* clinicalStatus = http://terminology.hl7.org/CodeSystem/condition-clinical#active
* verificationStatus = http://terminology.hl7.org/CodeSystem/condition-ver-status#provisional
* code.text = "Achterstand in de taalontwikkeling"
* subject = Reference(Patient/ivh-kind--noor)
* recordedDate = "2026-03-25"

Instance: ivh-akkoord-herkomst--moeder
InstanceOf: IvhAkkoordHerkomst
Usage: #example
Title: "Hoe de moeder akkoord ging"
* insert Bouwsteen(3)
* target[0] = Reference(Consent/ivh-akkoord--moeder)
* target[1].reference = "CarePlan/ivh-adviesplan--geaccordeerd/_history/1"
* occurredDateTime = "2026-03-28T09:00:00+01:00"
* recorded = "2026-03-28T09:05:00+01:00"
* agent[0].type = http://terminology.hl7.org/CodeSystem/provenance-participant-type#author
* agent[0].who = Reference(RelatedPerson/ivh-ouder--samira)
* agent[1].type = http://terminology.hl7.org/CodeSystem/provenance-participant-type#enterer
* agent[1].who = Reference(Practitioner/ivh-professional--trajectbegeleider)

Instance: ivh-ondersteuning--logopedie
InstanceOf: IvhOndersteuning
Usage: #example
Title: "Logopedie, begonnen na de wachtlijst"
* insert Bouwsteen(3)
* basedOn = Reference(ServiceRequest/ivh-advies--logopedie)
* status = #in-progress
* code.text = "Logopedie, twee keer per week"
* subject = Reference(Patient/ivh-kind--noor)
* performedPeriod.start = "2026-05-12"
* performer.actor = Reference(Organization/ivh-organisatie--logopedie)

Instance: ivh-statusbericht--ouders
InstanceOf: IvhStatusbericht
Usage: #example
Title: "Bericht van de moeder aan het team"
* insert Bouwsteen(4)
* status = #completed
* category[statusbericht] = IvhMelding#statusbericht "Statusbericht"
* subject = Reference(Patient/ivh-kind--noor)
* sent = "2026-04-20T20:15:00+02:00"
* recipient = Reference(Organization/ivh-organisatie--ivh-team)
* sender = Reference(RelatedPerson/ivh-ouder--samira)
* payload.contentString = "De logopedist belde: wij kunnen in mei beginnen."

Instance: ivh-opvolging--half-jaar
InstanceOf: IvhOpvolging
Usage: #example
Title: "Terugkijken na een half jaar"
* insert Bouwsteen(4)
* status = #requested
* code = IvhTaak#opvolging "Opvolging"
* focus = Reference(EpisodeOfCare/ivh-traject--lopend)
* for = Reference(Patient/ivh-kind--noor)
* authoredOn = "2026-06-30"
* owner = Reference(Organization/ivh-organisatie--ivh-team)
* restriction.period.start = "2026-12-01"
* restriction.period.end = "2026-12-31"

Instance: ivh-kernteam--twee-ouders
InstanceOf: IvhKernteam
Usage: #example
Title: "Kernteam met beide ouders"
* insert Bouwsteen(2)
* status = #active
* subject = Reference(Patient/ivh-kind--noor)
* managingOrganization = Reference(Organization/ivh-organisatie--ivh-team)
* participant[0].role = IvhRol#ouder "Ouder"
* participant[0].member = Reference(RelatedPerson/ivh-ouder--samira)
* participant[0].period.start = "2026-02-10"
* participant[1].role = IvhRol#ouder "Ouder"
* participant[1].member = Reference(RelatedPerson/ivh-ouder--bram)
* participant[1].period.start = "2026-02-10"
