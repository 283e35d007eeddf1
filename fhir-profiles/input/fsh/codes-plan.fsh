// Codes of the advice plan: the kinds of advice, who pays, and the parents' agreement.

CodeSystem: IvhAdviesSoort
Id: ivh-advies
Title: "Advies"
Description: "Kind of advice in the plan."
* insert Codestelsel
* #diagnostiek-specialistisch "Specialistische diagnostiek" "Examination by a specialised institution."
* #paramedisch "Paramedische behandeling" "Speech therapy, physiotherapy or occupational therapy."
* #jeugdhulp-ambulant "Ambulante jeugdhulp" "Youth care without stay."
* #dagbehandeling "Dagbehandeling" "Treatment by day in a specialised group."
* #preventieve-gezinsondersteuning "Preventieve gezinsondersteuning" "Preventive support of the family."
* #praktische-gezinsondersteuning "Praktische gezinsondersteuning" "Practical support of the family at home."
* #onderwijs "Onderwijs" "School place or arrangement of care at school."
* #kinderopvang-vve "Kinderopvang of voor- en vroegschoolse educatie" "Day care or early childhood education."
* #voorzieningen "Voorzieningen" "Provisions such as personal budget, aids or transport."
* #trajectbegeleiding-langdurig "Langdurige trajectbegeleiding" "Guidance of the family over a longer time."
* #overbruggingszorg "Overbruggingszorg" "Help that bridges a waiting time."
* #geen-vervolg "Geen vervolg" "No further help is needed."

ValueSet: IvhAdviesLijst
Id: ivh-advies
Title: "Adviezen"
Description: "All kinds of advice."
* insert Codelijst(IvhAdviesSoort)

CodeSystem: IvhFinanciering
Id: ivh-financiering
Title: "Financiering"
Description: "Dutch law or budget that is expected to pay for the advised help."
* insert Codestelsel
* #wmo "Wet maatschappelijke ondersteuning" "Social Support Act."
* #jeugdwet "Jeugdwet" "Youth Act."
* #zvw "Zorgverzekeringswet" "Health Insurance Act."
* #wlz "Wet langdurige zorg" "Long-term Care Act."
* #onderwijs "Onderwijs" "Budget of education."

ValueSet: IvhFinancieringLijst
Id: ivh-financiering
Title: "Financieringen"
Description: "All payers."
* insert Codelijst(IvhFinanciering)

CodeSystem: IvhAkkoordSoort
Id: ivh-akkoord
Title: "Akkoord"
Description: "What someone with parental authority decides about."
* insert Codestelsel
* #adviesplan "Akkoord van ouders op het adviesplan" "Agreement to the plan of advice."
* #delen "Toestemming of bezwaar om te delen" "Decision about sharing the child's data."

ValueSet: IvhAkkoordLijst
Id: ivh-akkoord
Title: "Akkoorden"
Description: "All kinds of agreement."
* insert Codelijst(IvhAkkoordSoort)
