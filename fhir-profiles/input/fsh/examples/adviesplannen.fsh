// The plan as draft and as agreed, its lines, and the agreement itself.

Instance: ivh-adviesplan--concept
InstanceOf: IvhAdviesplan
Usage: #example
Title: "Adviesplan in concept"
* insert Bouwsteen(3)
* status = #draft
* category[multidisciplinair] = $sct#135411000146103
* subject = Reference(Patient/ivh-kind--noor)
* encounter = Reference(Encounter/ivh-mdo--noor)
* created = "2026-03-25"
* author = Reference(Organization/ivh-organisatie--ivh-team)
* careTeam = Reference(CareTeam/ivh-kernteam--noor)
* goal = Reference(Goal/ivh-doel--praten)
* activity.reference = Reference(ServiceRequest/ivh-advies--ergotherapie)

Instance: ivh-adviesplan--geaccordeerd
InstanceOf: IvhAdviesplan
Usage: #example
Title: "Adviesplan waarmee de ouders akkoord zijn"
* insert Bouwsteen(3)
* extension[akkoord].extension[datum].valueDateTime = "2026-03-30T19:20:00+02:00"
* extension[akkoord].extension[toestemming][0].valueReference = Reference(Consent/ivh-akkoord--moeder)
* extension[akkoord].extension[toestemming][1].valueReference = Reference(Consent/ivh-akkoord--vader)
* status = #active
* category[multidisciplinair] = $sct#135411000146103
* title = "Adviesplan Noor"
* description = "Noor leert zich verstaanbaar maken, thuis en op de peuteropvang."
* subject = Reference(Patient/ivh-kind--noor)
* encounter = Reference(Encounter/ivh-mdo--noor)
* period.start = "2026-03-30"
* created = "2026-03-25"
* author = Reference(Organization/ivh-organisatie--ivh-team)
* careTeam = Reference(CareTeam/ivh-kernteam--noor)
* goal = Reference(Goal/ivh-doel--praten)
* activity[0].reference = Reference(ServiceRequest/ivh-advies--logopedie)
* activity[1].reference = Reference(ServiceRequest/ivh-advies--opvang)

Instance: ivh-advies--logopedie
InstanceOf: IvhAdvies
Usage: #example
Title: "Advies: logopedie"
* insert Bouwsteen(3)
* extension[financiering].valueCodeableConcept = IvhFinanciering#zvw "Zorgverzekeringswet"
* status = #active
* category[advies] = IvhTaak#advies "Advies"
* code = IvhAdviesSoort#paramedisch "Paramedische behandeling"
* code.text = "Logopedie, twee keer per week"
* subject = Reference(Patient/ivh-kind--noor)
* performer = Reference(Organization/ivh-organisatie--logopedie)
* reasonCode.text = "De woordenschat loopt een jaar achter; het gehoor is goed."

Instance: ivh-advies--ergotherapie
InstanceOf: IvhAdvies
Usage: #example
Title: "Advies in een plan in concept: ergotherapie"
* insert Bouwsteen(3)
* extension[financiering].valueCodeableConcept = IvhFinanciering#jeugdwet "Jeugdwet"
* status = #draft
* category[advies] = IvhTaak#advies "Advies"
* code = IvhAdviesSoort#paramedisch "Paramedische behandeling"
* code.text = "Ergotherapie"
* subject = Reference(Patient/ivh-kind--noor)
* reasonCode.text = "Noor raakt van slag door drukte en geluid."

Instance: ivh-advies--opvang
InstanceOf: IvhAdvies
Usage: #example
Title: "Advies: voorschoolse educatie, nog zonder aanbieder"
* insert Bouwsteen(6)
* status = #active
* category[advies] = IvhTaak#advies "Advies"
* code = IvhAdviesSoort#kinderopvang-vve "Kinderopvang of voor- en vroegschoolse educatie"
* subject = Reference(Patient/ivh-kind--noor)
* reasonCode.text = "In een kleine groep oefent Noor samen spelen en praten."

RuleSet: AkkoordMetPlan
* insert Bouwsteen(3)
* status = #active
* scope = $consentscope#treatment
* category[adviesplan] = IvhAkkoordSoort#adviesplan "Akkoord van ouders op het adviesplan"
* patient = Reference(Patient/ivh-kind--noor)
* organization = Reference(Organization/ivh-organisatie--ivh-team)
* policyRule.text = "Het adviesplan wordt uitgevoerd nadat iedere ouder met gezag akkoord is."
* provision.type = #permit
* provision.data.meaning = #instance
* provision.data.reference = Reference(CarePlan/ivh-adviesplan--geaccordeerd)

Instance: ivh-akkoord--moeder
InstanceOf: IvhAkkoord
Usage: #example
Title: "Akkoord van de moeder"
* insert AkkoordMetPlan
* dateTime = "2026-03-28T09:00:00+01:00"
* performer = Reference(RelatedPerson/ivh-ouder--samira)

Instance: ivh-akkoord--vader
InstanceOf: IvhAkkoord
Usage: #example
Title: "Akkoord van de vader"
* insert AkkoordMetPlan
* dateTime = "2026-03-30T19:20:00+02:00"
* performer = Reference(RelatedPerson/ivh-ouder--bram)
