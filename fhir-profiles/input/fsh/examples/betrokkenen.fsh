// The invented child and parents that the other examples refer to.

RuleSet: Bouwsteen(code)
* meta.tag = IvhBouwsteen#{code}

Instance: kind-noor
InstanceOf: Patient
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

Instance: ouder-samira
InstanceOf: RelatedPerson
Usage: #example
Title: "Ouder met gezag"
* insert Bouwsteen(1)
* extension[IvhExtGezag].extension[gezag].valueBoolean = true
* extension[IvhExtGezag].extension[bron].valueString = "Gezagsregister, uittreksel meegebracht door de ouder"
* extension[IvhExtGezag].extension[datum].valueDate = "2026-02-03"
* identifier.system = "http://fhir.nl/fhir/NamingSystem/bsn"
* identifier.value = "123456782"
* patient = Reference(Patient/kind-noor)
* relationship = http://terminology.hl7.org/CodeSystem/v3-RoleCode#MTH
* name.use = #official
* name.text = "Samira Amrani"
* name.family = "Amrani"
* name.given = "Samira"

Instance: ouder-bram
InstanceOf: RelatedPerson
Usage: #example
Title: "Ouder met gezag, naar eigen zeggen"
* insert Bouwsteen(1)
* extension[IvhExtGezag].extension[gezag].valueBoolean = true
* identifier.system = "http://fhir.nl/fhir/NamingSystem/bsn"
* identifier.value = "111222333"
* patient = Reference(Patient/kind-noor)
* relationship = http://terminology.hl7.org/CodeSystem/v3-RoleCode#FTH
* name.use = #official
* name.text = "Bram van den Berg"
* name.family = "van den Berg"
* name.given = "Bram"
