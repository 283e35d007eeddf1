// Codes of the trajectory: the building blocks, where it stands, its form, its contacts, tasks and messages.

CodeSystem: IvhBouwsteen
Id: ivh-bouwsteen
Title: "Bouwsteen"
Description: "The seven building blocks of Integrale Vroeghulp; used as tag on resources."
* insert Codestelsel
* #1 "Vroegsignalering" "Early detection of a delay or of being ahead."
* #2 "Multidisciplinaire diagnostiek" "Examination by several disciplines together."
* #3 "Multidisciplinair adviesplan" "One plan of advice by all disciplines."
* #4 "Informatie, advies en trajectbegeleiding" "Information, advice and guidance of the family along the trajectory."
* #5 "(Preventieve) gezinsondersteuning" "Support of the family, preventive or practical."
* #6 "Zorg en onderwijs" "Connection of care with child care and school."
* #7 "Ketennetwerk" "Cooperation of the organisations in the region."

ValueSet: IvhBouwsteenLijst
Id: ivh-bouwsteen
Title: "Bouwstenen"
Description: "All building blocks."
* insert Codelijst(IvhBouwsteen)

CodeSystem: IvhStatus
Id: ivh-status
Title: "Status op het regiobord"
Description: "Where a child's trajectory stands, as the regional coordinator sees it."
* insert Codestelsel
* #aangemeld "Aangemeld" "Referred, not yet taken up."
* #wachtlijst "Wachtlijst" "Waiting for a place at the IVH team."
* #intake "Intake" "Taken up; the first contacts with the family take place."
* #mdo-gepland "Multidisciplinair overleg gepland" "The team meeting has a date."
* #advies-opgesteld "Advies opgesteld" "The plan of advice is written, not yet agreed."
* #geaccordeerd "Geaccordeerd door ouders" "The parents agreed to the plan."
* #toegeleid "Toegeleid" "The advised help has been asked for."
* #lopend "Lopend" "The advised help has started."
* #nazorg "Nazorg" "The help has ended, the team keeps a finger on the pulse."
* #afgesloten "Afgesloten" "The trajectory has ended."
* #afgewezen "Afgewezen" "The referral was declined."
* #ingetrokken "Ingetrokken" "The referral or trajectory was withdrawn."

ValueSet: IvhStatusLijst
Id: ivh-status
Title: "Statussen op het regiobord"
Description: "All states of the board."
* insert Codelijst(IvhStatus)

CodeSystem: IvhTrajectvorm
Id: ivh-trajectvorm
Title: "Trajectvorm"
Description: "Form of the trajectory."
* insert Codestelsel
* #kort "Kort traject" "Question, examination, advice and hand over."
* #langdurig "Langdurige trajectbegeleiding" "Guidance over a longer time, because the questions return."

ValueSet: IvhTrajectvormLijst
Id: ivh-trajectvorm
Title: "Trajectvormen"
Description: "All forms of trajectory."
* insert Codelijst(IvhTrajectvorm)

CodeSystem: IvhGesprek
Id: ivh-gesprek
Title: "Gesprek"
Description: "Kind of contact within a trajectory."
* insert Codestelsel
* #intake "Intake" "First conversation with the parents."
* #huisbezoek "Huisbezoek" "Visit to the family at home."
* #mdo "Multidisciplinair overleg" "Meeting of the team about the child, with the parents."

ValueSet: IvhGesprekLijst
Id: ivh-gesprek
Title: "Gesprekken"
Description: "All kinds of contact."
* insert Codelijst(IvhGesprek)

CodeSystem: IvhTaak
Id: ivh-taak
Title: "Taak"
Description: "What a request and the task that follows it are for."
* insert Codestelsel
* #aanmelding "Aanmelding Integrale Vroeghulp" "Referral of a child to Integrale Vroeghulp."
* #advies "Advies" "Carrying out one line of the plan of advice."
* #onderzoek "Onderzoek" "Examination asked for by the team."
* #opvolging "Opvolging" "Follow-up after the trajectory."

ValueSet: IvhTaakLijst
Id: ivh-taak
Title: "Taken"
Description: "All kinds of task."
* insert Codelijst(IvhTaak)

CodeSystem: IvhMelding
Id: ivh-melding
Title: "Melding"
Description: "Kind of message to someone around the child."
* insert Codestelsel
* #terugkoppeling "Terugkoppeling" "Report back to the referrer."
* #statusbericht "Statusbericht" "Message that the state of the trajectory changed."
* #noodtoegang "Noodtoegang" "Someone without a tie to the child opened its file in an emergency; made by the server alone."

ValueSet: IvhMeldingLijst
Id: ivh-melding
Title: "Meldingen"
Description: "All kinds of message."
* insert Codelijst(IvhMelding)
