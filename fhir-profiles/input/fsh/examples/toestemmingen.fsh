// What the parents decided about sharing.

RuleSet: BesluitOverDelen
* insert Bouwsteen(4)
* scope = $consentscope#patient-privacy
* category[delen] = IvhAkkoordSoort#delen "Toestemming of bezwaar om te delen"
* patient = Reference(Patient/ivh-kind--noor)

Instance: ivh-toestemming-delen--school
InstanceOf: IvhToestemmingDelen
Usage: #example
Title: "De moeder vindt goed dat scholen het plan en de overdracht zien"
* insert BesluitOverDelen
* status = #active
* dateTime = "2026-04-02T20:10:00+02:00"
* performer = Reference(RelatedPerson/ivh-ouder--samira)
* policyRule.text = "Besluit van de ouder over delen, gegeven in het ouderportaal"
* provision.type = #permit
* provision.period.start = "2026-04-02"
* provision.period.end = "2027-07-31"
* provision.extension[ontvangersoort].valueCodeableConcept = IvhOntvangersoort#school "School"
* provision.purpose = $actreason#CAREMGT
* provision.class[0] = IvhBouwsteen#3 "Multidisciplinair adviesplan"
* provision.class[1] = IvhBouwsteen#6 "Zorg en onderwijs"

Instance: ivh-toestemming-delen--team
InstanceOf: IvhToestemmingDelen
Usage: #example
Title: "De vader vindt goed dat het IVH-team alles ziet"
* insert BesluitOverDelen
* status = #active
* dateTime = "2026-02-10T11:00:00+01:00"
* performer = Reference(RelatedPerson/ivh-ouder--bram)
* policyRule.text = "Toestemming van de ouder, gegeven in een gesprek"
* provision.type = #permit
* provision.actor.role = $participation#IRCP
* provision.actor.reference = Reference(Organization/ivh-organisatie--ivh-team)

Instance: ivh-toestemming-delen--bezwaar-logopedie
InstanceOf: IvhToestemmingDelen
Usage: #example
Title: "De vader maakte bezwaar tegen gegevens over hechting bij de logopedist, en trok dat weer in"
* insert BesluitOverDelen
* status = #inactive
* dateTime = "2026-04-03T09:00:00+02:00"
* performer = Reference(RelatedPerson/ivh-ouder--bram)
* policyRule.text = "Besluit van de ouder over delen, schriftelijk gegeven"
* provision.type = #deny
* provision.period.end = "2026-05-01"
* provision.actor.role = $participation#IRCP
* provision.actor.reference = Reference(Organization/ivh-organisatie--logopedie)
* provision.class = IvhDomein#hechting "Hechting"
