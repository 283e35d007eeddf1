// The handling of a referral: just arrived, and declined with a reason.

Instance: ivh-aanmelding-taak--aangemeld
InstanceOf: IvhAanmeldingTaak
Usage: #example
Title: "Nieuwe aanmelding"
* insert Bouwsteen(1)
* status = #requested
* businessStatus = IvhStatus#aangemeld "Aangemeld"
* code = IvhTaak#aanmelding "Aanmelding Integrale Vroeghulp"
* focus = Reference(ServiceRequest/ivh-verwijzing--jeugdarts)
* for = Reference(Patient/ivh-kind--noor)
* authoredOn = "2026-02-03T10:15:00+01:00"
* lastModified = "2026-02-03T10:15:00+01:00"
* requester = Reference(PractitionerRole/ivh-functie--jeugdarts)
* owner = Reference(Organization/ivh-organisatie--ivh-team)

Instance: ivh-aanmelding-taak--afgewezen
InstanceOf: IvhAanmeldingTaak
Usage: #example
Title: "Afgewezen aanmelding"
* insert Bouwsteen(1)
* status = #rejected
* statusReason = IvhAfwijzing#buiten-regio "Buiten de regio"
* statusReason.text = "Het gezin verhuist deze maand naar een andere regio."
* businessStatus = IvhStatus#afgewezen "Afgewezen"
* code = IvhTaak#aanmelding "Aanmelding Integrale Vroeghulp"
* focus = Reference(ServiceRequest/ivh-verwijzing--zeven-jaar)
* for = Reference(Patient/ivh-kind--jip)
* authoredOn = "2026-03-20T14:00:00+01:00"
* lastModified = "2026-03-23T09:05:00+01:00"
* requester = Reference(Organization/ivh-organisatie--school)
* owner = Reference(Organization/ivh-organisatie--ivh-team)
