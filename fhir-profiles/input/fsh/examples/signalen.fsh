// What was noticed, asked, examined and found.

Instance: ivh-signaal--van-wiechen
InstanceOf: IvhSignaal
Usage: #example
Title: "Signaal van de jeugdarts, met BDS-nummer"
* insert Bouwsteen(1)
* status = #final
* code = $bds#823
* code.text = "Spreekt nog geen zinnetjes van twee woorden"
* subject = Reference(Patient/ivh-kind--noor)
* effectiveDateTime = "2026-01-20"
* performer = Reference(Organization/ivh-organisatie--jgz)
* valueString = "opvallend"

Instance: ivh-bevinding--gehoor
InstanceOf: IvhBevinding
Usage: #example
Title: "Bevinding: het gehoor is goed"
* insert Bouwsteen(2)
* basedOn = Reference(ServiceRequest/ivh-onderzoeksverzoek--gehoor)
* status = #final
* code.text = "Gehoor normaal"
* subject = Reference(Patient/ivh-kind--noor)
* effectiveDateTime = "2026-03-10"
* performer = Reference(Organization/ivh-organisatie--ziekenhuis)
* valueBoolean = true

Instance: ivh-onderzoeksverzoek--gehoor
InstanceOf: IvhOnderzoeksverzoek
Usage: #example
Title: "Verzoek om een gehooronderzoek"
* insert Bouwsteen(2)
* status = #active
* category[onderzoek] = IvhTaak#onderzoek "Onderzoek"
* code.text = "Gehooronderzoek"
* subject = Reference(Patient/ivh-kind--noor)
* occurrencePeriod.end = "2026-03-20"
* authoredOn = "2026-02-16"
* requester = Reference(Organization/ivh-organisatie--ivh-team)
* performer = Reference(Organization/ivh-organisatie--ziekenhuis)
* reasonCode.text = "Hoort Noor alles, of kijkt zij het af?"

Instance: ivh-onderzoeksuitslag--gehoor
InstanceOf: IvhOnderzoeksuitslag
Usage: #example
Title: "Uitslag van het gehooronderzoek"
* insert Bouwsteen(2)
* basedOn = Reference(ServiceRequest/ivh-onderzoeksverzoek--gehoor)
* status = #final
* code.text = "Gehooronderzoek"
* subject = Reference(Patient/ivh-kind--noor)
* effectiveDateTime = "2026-03-10"
* issued = "2026-03-11T09:00:00+01:00"
* performer = Reference(Organization/ivh-organisatie--ziekenhuis)
* result = Reference(Observation/ivh-bevinding--gehoor)
* conclusion = "Beide oren horen goed."

Instance: ivh-opdracht--gehoor
InstanceOf: IvhOpdracht
Usage: #example
Title: "Opdracht tot onderzoek, uitgevoerd"
* insert Bouwsteen(2)
* status = #completed
* code = IvhTaak#onderzoek "Onderzoek"
* focus = Reference(ServiceRequest/ivh-onderzoeksverzoek--gehoor)
* for = Reference(Patient/ivh-kind--noor)
* executionPeriod.start = "2026-03-10"
* executionPeriod.end = "2026-03-11"
* authoredOn = "2026-02-16"
* lastModified = "2026-03-11"
* requester = Reference(Organization/ivh-organisatie--ivh-team)
* owner = Reference(Organization/ivh-organisatie--ziekenhuis)
* restriction.period.end = "2026-03-20"

Instance: ivh-opdracht--wachtlijst
InstanceOf: IvhOpdracht
Usage: #example
Title: "Opdracht uit het plan: op de wachtlijst van de logopedist"
* insert Bouwsteen(3)
* basedOn = Reference(CarePlan/ivh-adviesplan--geaccordeerd)
* status = #on-hold
* statusReason.text = "Wachtlijst van zes weken"
* code = IvhTaak#advies "Advies"
* description = "Logopedie, twee keer per week"
* focus = Reference(ServiceRequest/ivh-advies--logopedie)
* for = Reference(Patient/ivh-kind--noor)
* authoredOn = "2026-03-30"
* lastModified = "2026-04-02"
* requester = Reference(Organization/ivh-organisatie--ivh-team)
* owner = Reference(Organization/ivh-organisatie--logopedie)
