// Codes of the people and organisations around the child.

CodeSystem: IvhRol
Id: ivh-rol
Title: "Rol in het kernteam"
Description: "What someone does in the team around a child."
* insert Codestelsel
* #coordinator "Coördinator" "Coordinates the regional IVH team."
* #trajectbegeleider "Trajectbegeleider" "Guides the family along the trajectory; case manager."
* #kinderarts "Kinderarts" "Paediatrician."
* #revalidatiearts "Revalidatiearts" "Physician of rehabilitation medicine."
* #jeugdarts "Jeugdarts" "Physician of youth health care."
* #huisarts "Huisarts" "General practitioner."
* #gedragswetenschapper "Gedragswetenschapper" "Behavioural scientist: psychologist or remedial educationalist."
* #maatschappelijk-werker "Maatschappelijk werker" "Social worker."
* #logopedist "Logopedist" "Speech and language therapist."
* #fysiotherapeut "Fysiotherapeut" "Physiotherapist."
* #ergotherapeut "Ergotherapeut" "Occupational therapist."
* #onderwijsdeskundige "Onderwijsdeskundige" "Expert in education."
* #imh-specialist "IMH-specialist" "Specialist in infant mental health."
* #ouder "Ouder" "Parent or carer of the child."
* #verwijzer "Verwijzer" "The one who referred the child."
* #tolk "Tolk" "Interpreter."
* #anders "Andere rol" "A role that none of the other codes describes."

ValueSet: IvhRolLijst
Id: ivh-rol
Title: "Rollen in het kernteam"
Description: "All roles."
* insert Codelijst(IvhRol)

CodeSystem: IvhOrganisatie
Id: ivh-organisatie
Title: "Soort organisatie"
Description: "Kind of organisation in the regional network."
* insert Codestelsel
* #ivh-team "IVH-team" "Regional team of Integrale Vroeghulp."
* #jgz "Jeugdgezondheidszorg" "Youth health care."
* #huisartsenpraktijk "Huisartsenpraktijk" "General practice."
* #ziekenhuis "Ziekenhuis" "Hospital."
* #revalidatiecentrum "Revalidatiecentrum" "Rehabilitation centre."
* #gemeente "Gemeente" "Municipality."
* #kinderopvang "Kinderopvang" "Day care."
* #school "School" "School."
* #samenwerkingsverband "Samenwerkingsverband passend onderwijs" "Regional association of schools."
* #jeugdhulpaanbieder "Jeugdhulpaanbieder" "Provider of youth care."
* #ggz "Jeugd-ggz" "Mental health care."
* #overig "Overig" "Another kind of organisation."

ValueSet: IvhOrganisatieLijst
Id: ivh-organisatie
Title: "Soorten organisatie"
Description: "All kinds of organisation."
* insert Codelijst(IvhOrganisatie)
