// The regional network: organisations, professionals, their roles, and what is offered.

RuleSet: Nummer(systeem, nummer)
* identifier.system = "http://fhir.nl/fhir/NamingSystem/{systeem}"
* identifier.value = "{nummer}"

Instance: ivh-organisatie--ivh-team
InstanceOf: IvhNetwerkorganisatie
Usage: #example
Title: "IVH-team van de regio"
* insert Nummer(ura, 90000101)
* active = true
* type = IvhOrganisatie#ivh-team "IVH-team"
* name = "Integrale Vroeghulp Voorbeeldregio"
* telecom.system = #phone
* telecom.value = "0800000000"
* telecom.use = #work

Instance: ivh-organisatie--jgz
InstanceOf: IvhNetwerkorganisatie
Usage: #example
Title: "Jeugdgezondheidszorg"
* insert Nummer(ura, 90000102)
* active = true
* type.coding[0] = IvhOrganisatie#jgz "Jeugdgezondheidszorg"
* type.coding[1] = $orgtype#JGZ
* name = "JGZ Voorbeeldregio"

Instance: ivh-organisatie--ziekenhuis
InstanceOf: IvhNetwerkorganisatie
Usage: #example
Title: "Ziekenhuis"
* insert Nummer(ura, 90000103)
* active = true
* type.coding[0] = IvhOrganisatie#ziekenhuis "Ziekenhuis"
* type.coding[1] = $orgtype#V4
* name = "Voorbeeldziekenhuis"

Instance: ivh-organisatie--huisartsenpraktijk
InstanceOf: IvhNetwerkorganisatie
Usage: #example
Title: "Huisartsenpraktijk"
* insert Nummer(agb-z, 01990104)
* active = true
* type.coding[0] = IvhOrganisatie#huisartsenpraktijk "Huisartsenpraktijk"
* type.coding[1] = $orgtype#Z3
* name = "Huisartsenpraktijk Lindelaan"

Instance: ivh-organisatie--gemeente
InstanceOf: IvhNetwerkorganisatie
Usage: #example
Title: "Gemeente"
* identifier.system = "https://vroegdossier.nl/fhir/NamingSystem/gemeentecode"
* identifier.value = "9903"
* active = true
* type = IvhOrganisatie#gemeente "Gemeente"
* name = "Gemeente Voorbeeldstad"

Instance: ivh-organisatie--logopedie
InstanceOf: IvhNetwerkorganisatie
Usage: #example
Title: "Logopediepraktijk, met KvK-nummer"
* insert Nummer(kvk, 99990105)
* active = true
* type = IvhOrganisatie#overig "Overig"
* name = "Logopediepraktijk Voorbeeld"

RuleSet: Initiaal(letter, achternaam)
* name[0].use = #official
* name[0].text = "{letter} {achternaam}"
* name[0].family = "{achternaam}"
* name[0].family.extension[0].url = "http://hl7.org/fhir/StructureDefinition/humanname-own-name"
* name[0].family.extension[0].valueString = "{achternaam}"
* name[0].given = "{letter}"
* name[0].given.extension.url = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-qualifier"
* name[0].given.extension.valueCode = #IN

Instance: ivh-professional--kinderarts
InstanceOf: IvhProfessional
Usage: #example
Title: "Kinderarts, met BIG-nummer"
* insert Nummer(big, 99000000101)
* active = true
* insert Initiaal(W., Artsvoorbeeld)

Instance: ivh-professional--orthopedagoog
InstanceOf: IvhProfessional
Usage: #example
Title: "Orthopedagoog"
* insert Nummer(big, 99000000102)
* active = true
* insert Initiaal(I., Voorbeeldgoog)

Instance: ivh-professional--trajectbegeleider
InstanceOf: IvhProfessional
Usage: #example
Title: "Trajectbegeleider, in geen register"
* active = true
* insert Initiaal(E., Begeleidvoorbeeld)

Instance: ivh-professional--begeleider-tot-maart
InstanceOf: IvhProfessional
Usage: #example
Title: "De vorige trajectbegeleider"
* active = false
* insert Initiaal(J., Voormalig)

Instance: ivh-professional--jeugdarts
InstanceOf: IvhProfessional
Usage: #example
Title: "Jeugdarts, met BIG- en AGB-nummer"
* identifier[0].system = "http://fhir.nl/fhir/NamingSystem/big"
* identifier[0].value = "99000000103"
* identifier[1].system = "http://fhir.nl/fhir/NamingSystem/agb-z"
* identifier[1].value = "84990103"
* active = true
* insert Initiaal(C., Jeugdvoorbeeld)

Instance: ivh-functie--jeugdarts
InstanceOf: IvhFunctie
Usage: #example
Title: "Jeugdarts bij de jeugdgezondheidszorg"
* active = true
* practitioner = Reference(Practitioner/ivh-professional--jeugdarts)
* organization = Reference(Organization/ivh-organisatie--jgz)
* code = IvhRol#jeugdarts "Jeugdarts"
* specialty = $uzi#01.070

Instance: ivh-aanbod--logopedie
InstanceOf: IvhAanbod
Usage: #example
Title: "Logopedie voor jonge kinderen"
* active = true
* providedBy = Reference(Organization/ivh-organisatie--logopedie)
* type = IvhAdviesSoort#paramedisch "Paramedische behandeling"
* name = "Logopedie voor kinderen van 2 tot 6 jaar"
* comment = "Wachttijd ongeveer zes weken"
* telecom.system = #phone
* telecom.value = "0800000001"
* telecom.use = #work

Instance: ivh-organisatie--school
InstanceOf: IvhNetwerkorganisatie
Usage: #example
Title: "Basisschool, met KvK-nummer"
* insert Nummer(kvk, 99990106)
* active = true
* type = IvhOrganisatie#school "School"
* name = "Basisschool De Linde"
