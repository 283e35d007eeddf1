// Names for the external systems the profiles and examples refer to.
Alias: $sct = http://snomed.info/sct
Alias: $uzi = http://fhir.nl/fhir/NamingSystem/uzi-rolcode
Alias: $orgtype = http://nictiz.nl/fhir/NamingSystem/organization-type
Alias: $bds = urn:oid:2.16.840.1.113883.2.4.4.40.267
Alias: $consentscope = http://terminology.hl7.org/CodeSystem/consentscope
Alias: $act = http://terminology.hl7.org/CodeSystem/v3-ActCode
Alias: $actreason = http://terminology.hl7.org/CodeSystem/v3-ActReason
Alias: $participation = http://terminology.hl7.org/CodeSystem/v3-ParticipationType

// What every code system and value set of ours has in common.
RuleSet: Codestelsel
* ^experimental = false
* ^caseSensitive = true

RuleSet: Codelijst(stelsel)
* ^experimental = false
* include codes from system {stelsel}
