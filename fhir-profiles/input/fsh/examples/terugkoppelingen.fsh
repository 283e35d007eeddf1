// The report back to the referrer.

Instance: ivh-terugkoppeling--jeugdarts
InstanceOf: IvhTerugkoppeling
Usage: #example
Title: "Terugkoppeling aan de jeugdarts"
* insert Bouwsteen(4)
* basedOn = Reference(ServiceRequest/ivh-verwijzing--jeugdarts)
* status = #completed
* category[terugkoppeling] = IvhMelding#terugkoppeling "Terugkoppeling"
* subject = Reference(Patient/ivh-kind--noor)
* about = Reference(CarePlan/ivh-adviesplan--geaccordeerd)
* sent = "2026-03-31T11:30:00+02:00"
* recipient = Reference(PractitionerRole/ivh-functie--jeugdarts)
* sender = Reference(Organization/ivh-organisatie--ivh-team)
* payload.contentString = "De ouders zijn akkoord met het adviesplan: logopedie en voorschoolse educatie."
