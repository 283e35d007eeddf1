// The invented child and parents that the other examples refer to.

RuleSet: Bouwsteen(code)
* meta.tag = IvhBouwsteen#{code}

RuleSet: Naam(voornaam, achternaam)
* name[0].use = #official
* name[0].text = "{voornaam} {achternaam}"
* name[0].family = "{achternaam}"
* name[0].family.extension[0].url = "http://hl7.org/fhir/StructureDefinition/humanname-own-name"
* name[0].family.extension[0].valueString = "{achternaam}"
* name[0].given = "{voornaam}"
* name[0].given.extension.url = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-qualifier"
* name[0].given.extension.valueCode = #BR

Instance: ivh-kind--noor
InstanceOf: IvhKind
Usage: #example
Title: "Kind"
* insert Bouwsteen(1)
* identifier.system = "http://fhir.nl/fhir/NamingSystem/bsn"
* identifier.value = "999911120"
* name[0].use = #official
* name[0].text = "Noor van den Berg"
* name[0].family = "van den Berg"
* name[0].family.extension[0].url = "http://hl7.org/fhir/StructureDefinition/humanname-own-prefix"
* name[0].family.extension[0].valueString = "van den"
* name[0].family.extension[1].url = "http://hl7.org/fhir/StructureDefinition/humanname-own-name"
* name[0].family.extension[1].valueString = "Berg"
* name[0].given = "Noor"
* name[0].given.extension.url = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-qualifier"
* name[0].given.extension.valueCode = #BR
* gender = #female
* birthDate = "2022-03-14"
* address.extension.url = "http://nictiz.nl/fhir/StructureDefinition/ext-AddressInformation.AddressType"
* address.extension.valueCodeableConcept = http://terminology.hl7.org/CodeSystem/v3-AddressUse#HP
* address.use = #home
* address.type = #both
* address.line = "Lindelaan 7 B"
* address.line.extension[0].url = "http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-streetName"
* address.line.extension[0].valueString = "Lindelaan"
* address.line.extension[1].url = "http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-houseNumber"
* address.line.extension[1].valueString = "7"
* address.line.extension[2].url = "http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-buildingNumberSuffix"
* address.line.extension[2].valueString = "B"
* address.city = "Voorbeeldstad"
* address.district = "Voorbeeldstad"
* address.postalCode = "9999 ZZ"
* communication.language.coding[0] = urn:ietf:bcp:47#ar
* communication.language.coding[1] = urn:oid:1.0.639.1#ar
* generalPractitioner = Reference(Organization/ivh-organisatie--huisartsenpraktijk)

Instance: ivh-ouder--samira
InstanceOf: IvhOuder
Usage: #example
Title: "Ouder met gezag"
* insert Bouwsteen(1)
* extension[gezag].extension[gezag].valueBoolean = true
* extension[gezag].extension[bron].valueString = "Gezagsregister, uittreksel meegebracht door de ouder"
* extension[gezag].extension[datum].valueDate = "2026-02-03"
* identifier.system = "http://fhir.nl/fhir/NamingSystem/bsn"
* identifier.value = "123456782"
* patient = Reference(Patient/ivh-kind--noor)
* relationship = http://terminology.hl7.org/CodeSystem/v3-RoleCode#MTH
* active = true
* insert Naam(Samira, Amrani)
* name[1].use = #usual
* name[1].given = "Sam"
* telecom[0].system = #phone
* telecom[0].value = "0600000000"
* telecom[0].use = #mobile
* telecom[1].system = #email
* telecom[1].value = "ouder@example.org"
* communication.language.coding[0] = urn:ietf:bcp:47#ar
* communication.language.coding[1] = urn:oid:1.0.639.1#ar

Instance: ivh-ouder--bram
InstanceOf: IvhOuder
Usage: #example
Title: "Ouder met gezag, naar eigen zeggen"
* insert Bouwsteen(1)
* extension[gezag].extension[gezag].valueBoolean = true
* identifier.system = "http://fhir.nl/fhir/NamingSystem/bsn"
* identifier.value = "111222333"
* patient = Reference(Patient/ivh-kind--noor)
* relationship = http://terminology.hl7.org/CodeSystem/v3-RoleCode#FTH
* active = true
* name[0].use = #official
* name[0].text = "B. van den Berg"
* name[0].family = "van den Berg"
* name[0].family.extension[0].url = "http://hl7.org/fhir/StructureDefinition/humanname-own-prefix"
* name[0].family.extension[0].valueString = "van den"
* name[0].family.extension[1].url = "http://hl7.org/fhir/StructureDefinition/humanname-own-name"
* name[0].family.extension[1].valueString = "Berg"
* name[0].given = "B."
* name[0].given.extension.url = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-qualifier"
* name[0].given.extension.valueCode = #IN
