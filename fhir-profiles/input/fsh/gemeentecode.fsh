// The number of a municipality, for which no national FHIR system exists.

Instance: ivh-gemeentecode
InstanceOf: NamingSystem
Usage: #definition
Title: "Gemeentecode"
Description: "The four-digit code of a Dutch municipality (CBS). There is no national FHIR naming system for it."
* name = "IvhGemeentecode"
* status = #draft
* kind = #identifier
* date = "2026-03-01"
* description = "The four-digit code of a Dutch municipality (CBS). There is no national FHIR naming system for it."
* uniqueId.type = #uri
* uniqueId.value = "https://vroegdossier.nl/fhir/NamingSystem/gemeentecode"
* uniqueId.preferred = true
