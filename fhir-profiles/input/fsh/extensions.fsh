// What FHIR R4 has no element for. An extension may hold a value or parts, never both: hence the parts of gezag and akkoord.

Extension: IvhExtVerwijzer
Id: ivh-ext-verwijzer
Title: "Soort verwijzer"
Description: "Kind of referrer, whoever the requester is."
Context: ServiceRequest
* value[x] only CodeableConcept
* value[x] 1..1
* valueCodeableConcept from IvhVerwijzerLijst (required)

Extension: IvhExtRichting
Id: ivh-ext-richting
Title: "Richting van de afwijking"
Description: "Whether the child is behind or ahead in the area of development that the reason names."
Context: ServiceRequest.reasonCode
* value[x] only CodeableConcept
* value[x] 1..1
* valueCodeableConcept from IvhRichtingLijst (required)

Extension: IvhExtOudersGeinformeerd
Id: ivh-ext-ouders-geinformeerd
Title: "Ouders geïnformeerd"
Description: "The parents know of this referral. A child is never referred without; therefore the value is always true."
Context: ServiceRequest
* value[x] only boolean
* value[x] 1..1
* valueBoolean = true

Extension: IvhExtLeeftijdsuitzondering
Id: ivh-ext-leeftijdsuitzondering
Title: "Uitzondering op de leeftijdsgrens"
Description: "Why a child that is already 7 on the day of referral is referred all the same."
Context: ServiceRequest
* value[x] only string
* value[x] 1..1

Extension: IvhExtFinanciering
Id: ivh-ext-financiering
Title: "Verwachte financiering"
Description: "The law or budget that is expected to pay for the advised help."
Context: ServiceRequest
* value[x] only CodeableConcept
* value[x] 1..1
* valueCodeableConcept from IvhFinancieringLijst (required)

Extension: IvhExtGemeente
Id: ivh-ext-gemeente
Title: "Gemeente"
Description: "The municipality that is responsible for the child during this trajectory."
Context: EpisodeOfCare
* value[x] only Reference(Organization)
* value[x] 1..1

Extension: IvhExtGezag
Id: ivh-ext-gezag
Title: "Gezag"
Description: "Whether this person has parental authority over the child, and how that is known."
Context: RelatedPerson
* extension contains
    gezag 1..1 and
    bron 0..1 and
    datum 0..1
* extension[gezag].value[x] only boolean
* extension[gezag].value[x] 1..1
* extension[gezag] ^short = "Has parental authority"
* extension[bron].value[x] only string
* extension[bron].value[x] 1..1
* extension[bron] ^short = "Source, such as the authority register or the parents' own word"
* extension[datum].value[x] only date
* extension[datum].value[x] 1..1
* extension[datum] ^short = "Day on which the source was consulted"

Extension: IvhExtToegangGesloten
Id: ivh-ext-toegang-gesloten
Title: "Toegang gesloten"
Description: "This parent has no access to the child's file, for somebody's safety. It holds while it stands here, whatever else is recorded of this person."
Context: RelatedPerson
* extension contains
    reden 1..1 and
    datum 1..1
* extension[reden].value[x] only string
* extension[reden].value[x] 1..1
* extension[reden] ^short = "Why, and by whose decision"
* extension[datum].value[x] only date
* extension[datum].value[x] 1..1
* extension[datum] ^short = "Day on which the access was closed"

Extension: IvhExtAkkoord
Id: ivh-ext-akkoord
Title: "Akkoord met het adviesplan"
Description: "When everyone with parental authority had agreed to the plan, and the consents that say so."
Context: CarePlan
* extension contains
    datum 1..1 and
    toestemming 1..*
* extension[datum].value[x] only dateTime
* extension[datum].value[x] 1..1
* extension[datum] ^short = "Moment of the last agreement"
* extension[toestemming].value[x] only Reference(Consent)
* extension[toestemming].value[x] 1..1
* extension[toestemming] ^short = "The consent of one parent"

Extension: IvhExtOntvangersoort
Id: ivh-ext-ontvangersoort
Title: "Soort ontvanger"
Description: "A kind of organisation or person that the decision is about, beside or instead of those named."
Context: Consent.provision
* value[x] only CodeableConcept
* value[x] 1..1
* valueCodeableConcept from IvhOntvangersoortLijst (required)

Extension: IvhExtVerklaring
Id: ivh-ext-verklaring
Title: "Verklaring van een ouder"
Description: "What a parent states about a resource he or she disagrees with. It stays with the resource wherever that is shown."
Context: DomainResource
* extension contains
    tekst 1..1 and
    datum 1..1 and
    door 1..1
* extension[tekst].value[x] only string
* extension[tekst].value[x] 1..1
* extension[tekst] ^short = "The statement, in the parent's own words"
* extension[datum].value[x] only dateTime
* extension[datum].value[x] 1..1
* extension[datum] ^short = "Moment of the statement"
* extension[door].value[x] only Reference(RelatedPerson)
* extension[door].value[x] 1..1
* extension[door] ^short = "The parent, or who represents the child"
