// Which external codes go with our roles. Only codes read in the issuer's own published files are listed.

Instance: ivh-rol-extern
InstanceOf: ConceptMap
Usage: #definition
Title: "IVH-rollen naar UZI-rolcode en SNOMED CT"
Description: "The additional codings that go with a role in the team."
* url = "https://vroegdossier.nl/fhir/ConceptMap/ivh-rol-extern"
* name = "IvhRolExtern"
* title = "IVH-rollen naar UZI-rolcode en SNOMED CT"
* description = "The additional codings that go with a role in the team."
* version = "0.1.0"
* status = #draft
* experimental = false
* sourceCanonical = Canonical(IvhRolLijst)
* group[0].source = Canonical(IvhRol)
* group[0].target = "http://fhir.nl/fhir/NamingSystem/uzi-rolcode"
* group[0].element[0].code = #kinderarts
* group[0].element[0].target.code = #01.019
* group[0].element[0].target.equivalence = #equivalent
* group[0].element[1].code = #revalidatiearts
* group[0].element[1].target.code = #01.042
* group[0].element[1].target.equivalence = #equivalent
* group[0].element[2].code = #jeugdarts
* group[0].element[2].target.code = #01.070
* group[0].element[2].target.equivalence = #equivalent
* group[0].element[3].code = #huisarts
* group[0].element[3].target.code = #01.015
* group[0].element[3].target.equivalence = #equivalent
* group[0].element[4].code = #logopedist
* group[0].element[4].target.code = #91.000
* group[0].element[4].target.equivalence = #equivalent
* group[0].element[5].code = #fysiotherapeut
* group[0].element[5].target.code = #04.000
* group[0].element[5].target.equivalence = #equivalent
* group[0].element[6].code = #ergotherapeut
* group[0].element[6].target.code = #90.000
* group[0].element[6].target.equivalence = #equivalent
* group[1].source = Canonical(IvhRol)
* group[1].target = "http://snomed.info/sct"
* group[1].element[0].code = #coordinator
* group[1].element[0].target.code = #768821004
* group[1].element[0].target.equivalence = #relatedto
* group[1].element[1].code = #trajectbegeleider
* group[1].element[1].target.code = #768832004
* group[1].element[1].target.equivalence = #relatedto
