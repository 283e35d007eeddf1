// Codes of sharing: kinds of recipients, and the categories of data a parent may decide about.

CodeSystem: IvhOntvangersoort
Id: ivh-ontvangersoort
Title: "Soort ontvanger"
Description: "Kind of organisation or person that a parent's decision about sharing is about."
* insert Codestelsel
* #jgz "Jeugdgezondheidszorg" "Youth health care."
* #gp "Huisarts" "General practice."
* #hospital "Ziekenhuis" "Hospital."
* #childcare "Kinderopvang" "Day care or playgroup."
* #school "School" "School or regional association of schools."
* #provider "Zorgaanbieder" "Provider of care, such as a rehabilitation centre, youth care or a therapist."
* #municipality "Gemeente" "Municipality."
* #coordinator "Coördinator Integrale Vroeghulp" "Coordinator of the regional IVH team."
* #case-manager "Trajectbegeleider" "Guides the family along the trajectory."
* #parent "Ouder" "Parent or carer of the child."
* #child-support "Cliëntondersteuner" "Supports the child or the family beside the team."

ValueSet: IvhOntvangersoortLijst
Id: ivh-ontvangersoort
Title: "Soorten ontvanger"
Description: "All kinds of recipient."
* insert Codelijst(IvhOntvangersoort)

ValueSet: IvhGegevenssoortLijst
Id: ivh-gegevenssoort
Title: "Soorten gegevens"
Description: "Categories of data that a parent may decide about: the building block data were made for, or the area of development they are about."
* ^experimental = false
* include codes from system IvhBouwsteen
* include codes from system IvhDomein
