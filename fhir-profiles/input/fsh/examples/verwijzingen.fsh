// Referrals: by youth health care, by the parents themselves, and of a child that is already 7.

Instance: ivh-verwijzing--jeugdarts
InstanceOf: IvhVerwijzing
Usage: #example
Title: "Verwijzing door de jeugdarts"
* insert Bouwsteen(1)
* extension[verwijzer].valueCodeableConcept = IvhVerwijzer#jgz-arts "Jeugdarts (JGZ)"
* extension[oudersGeinformeerd].valueBoolean = true
* identifier.system = "https://jgz.example/verwijsnummer"
* identifier.value = "JGZ-2026-00417"
* status = #active
* category[aanmelding] = IvhTaak#aanmelding "Aanmelding Integrale Vroeghulp"
* code = IvhTaak#aanmelding "Aanmelding Integrale Vroeghulp"
* code.text = "Aanmelding Integrale Vroeghulp"
* subject = Reference(Patient/ivh-kind--noor)
* authoredOn = "2026-02-03T10:15:00+01:00"
* requester = Reference(PractitionerRole/ivh-functie--jeugdarts)
* performer = Reference(Organization/ivh-organisatie--ivh-team)
* reasonCode[0] = IvhDomein#taal-spraak "Taal en spraak"
* reasonCode[0].extension[richting].valueCodeableConcept = IvhRichting#achterstand "Achterstand"
* reasonCode[1] = IvhDomein#gedrag "Gedrag"
* supportingInfo = Reference(Observation/ivh-signaal--van-wiechen)
* note.authorReference = Reference(RelatedPerson/ivh-ouder--samira)
* note.text = "Noor zegt nog maar tien woorden en wordt boos als we haar niet begrijpen. Hoe kunnen we haar helpen?"

Instance: ivh-verwijzing--ouders-zelf
InstanceOf: IvhVerwijzing
Usage: #example
Title: "Aanmelding door de ouders zelf, alleen met hun vraag"
* insert Bouwsteen(1)
* extension[verwijzer].valueCodeableConcept = IvhVerwijzer#ouders-zelf "Ouders zelf"
* extension[oudersGeinformeerd].valueBoolean = true
* status = #active
* category[aanmelding] = IvhTaak#aanmelding "Aanmelding Integrale Vroeghulp"
* code = IvhTaak#aanmelding "Aanmelding Integrale Vroeghulp"
* code.text = "Aanmelding Integrale Vroeghulp"
* subject = Reference(Patient/ivh-kind--noor)
* authoredOn = "2026-02-03"
* requester = Reference(RelatedPerson/ivh-ouder--bram)
* performer = Reference(Organization/ivh-organisatie--ivh-team)
* note.authorReference = Reference(RelatedPerson/ivh-ouder--bram)
* note.text = "Noor slaapt slecht en speelt niet met andere kinderen. Wij maken ons zorgen."

Instance: ivh-verwijzing--zeven-jaar
InstanceOf: IvhVerwijzing
Usage: #example
Title: "Verwijzing van een kind dat net 7 is; de school is alleen met KvK-nummer bekend"
* insert Bouwsteen(1)
* extension[verwijzer].valueCodeableConcept = IvhVerwijzer#school "School"
* extension[oudersGeinformeerd].valueBoolean = true
* extension[leeftijdsuitzondering].valueString = "In groep 3 blijven zitten; het onderzoek was al voor de zevende verjaardag gestart."
* status = #active
* category[aanmelding] = IvhTaak#aanmelding "Aanmelding Integrale Vroeghulp"
* code = IvhTaak#aanmelding "Aanmelding Integrale Vroeghulp"
* code.text = "Aanmelding Integrale Vroeghulp"
* subject = Reference(Patient/ivh-kind--jip)
* authoredOn = "2026-03-20T14:00:00+01:00"
* requester.type = "Organization"
* requester.identifier.system = "http://fhir.nl/fhir/NamingSystem/kvk"
* requester.identifier.value = "99999999"
* requester.display = "Basisschool De Linde"
* performer = Reference(Organization/ivh-organisatie--ivh-team)
* reasonCode = IvhDomein#cognitie "Cognitie"
* reasonCode.extension[richting].valueCodeableConcept = IvhRichting#voorsprong "Voorsprong"
