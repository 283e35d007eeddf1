// Codes of the referral: who refers, about what, and why a referral is declined.

CodeSystem: IvhVerwijzer
Id: ivh-verwijzer
Title: "Verwijzer"
Description: "Kind of referrer: who noticed the child and asked Integrale Vroeghulp to look along."
* insert Codestelsel
* #jgz-arts "Jeugdarts (JGZ)" "Physician of youth health care."
* #jgz-verpleegkundige "Jeugdverpleegkundige (JGZ)" "Nurse of youth health care."
* #huisarts "Huisarts" "General practitioner."
* #medisch-specialist "Medisch specialist" "Medical specialist, such as a paediatrician in a hospital."
* #kinderopvang "Kinderopvang" "Day care or playgroup."
* #school "School" "School, usually its internal supervisor."
* #wijkteam "Wijkteam of gemeentelijke toegang" "Neighbourhood team or other local access point of the municipality."
* #ouders-zelf "Ouders zelf" "The parents or carers themselves."
* #anders "Andere verwijzer" "A referrer that none of the other codes describes."

ValueSet: IvhVerwijzerLijst
Id: ivh-verwijzer
Title: "Verwijzers"
Description: "All kinds of referrer."
* insert Codelijst(IvhVerwijzer)

CodeSystem: IvhDomein
Id: ivh-domein
Title: "Ontwikkelingsdomein"
Description: "Area of development the concern is about."
* insert Codestelsel
* #motoriek "Motoriek" "Gross or fine motor development."
* #cognitie "Cognitie" "Cognitive development, thinking and playing."
* #taal-spraak "Taal en spraak" "Language and speech development."
* #sociaal "Sociale ontwikkeling" "Social development, contact with others."
* #gedrag "Gedrag" "Behaviour."
* #emotioneel "Emotionele ontwikkeling" "Emotional development."
* #hechting "Hechting" "Attachment between child and carer."
* #trauma "Trauma" "Consequences of a disturbing event."
* #autisme "Autisme" "Signals that suggest autism."
* #opvoedvraag "Opvoedvraag" "Question about upbringing or the relation between parent and child."

ValueSet: IvhDomeinLijst
Id: ivh-domein
Title: "Ontwikkelingsdomeinen"
Description: "All areas of development."
* insert Codelijst(IvhDomein)

CodeSystem: IvhRichting
Id: ivh-richting
Title: "Richting"
Description: "Direction in which the development differs from that of other children."
* insert Codestelsel
* #achterstand "Achterstand" "The child is behind in this area."
* #voorsprong "Voorsprong" "The child is ahead in this area."

ValueSet: IvhRichtingLijst
Id: ivh-richting
Title: "Richtingen"
Description: "Both directions."
* insert Codelijst(IvhRichting)

CodeSystem: IvhAfwijzing
Id: ivh-afwijzing
Title: "Reden van afwijzing"
Description: "Why a referral does not become a trajectory."
* insert Codestelsel
* #te-oud "Kind valt buiten de leeftijdsgroep" "The child is too old for Integrale Vroeghulp."
* #geen-ontwikkelingsvraag "Geen ontwikkelingsvraag" "The question is not about the child's development."
* #al-in-traject "Al in traject" "The child already has a trajectory."
* #ouders-niet-akkoord "Ouders niet akkoord" "The parents do not agree with the referral."
* #andere-hulp-passender "Andere hulp passender" "Other help fits the question better."
* #buiten-regio "Buiten de regio" "The child lives outside the region of this team."

ValueSet: IvhAfwijzingLijst
Id: ivh-afwijzing
Title: "Redenen van afwijzing"
Description: "All reasons to decline a referral."
* insert Codelijst(IvhAfwijzing)
