// The result of an examination.

Profile: IvhOnderzoeksuitslag
Parent: DiagnosticReport
Id: ivh-onderzoeksuitslag
Title: "Uitslag van een onderzoek"
Description: "What an examination came to, so that it need not be done again."
* ^purpose = "Written by the concept API for the hospital or provider that examined. Read by the team around the child and the parents."
* basedOn MS
* status obeys ivh-bekend
* code MS
* code.text 1..1 MS
* insert VanHetKind
* effective[x] 1..1 MS
* issued 1..1 MS
* performer 1..* MS
* performer only Reference(Organization or Practitioner or PractitionerRole)
* result MS
* conclusion MS
* obeys ivh-onderzoeksuitslag-inhoud

Invariant: ivh-onderzoeksuitslag-inhoud
Description: "A result says something: a conclusion, findings (result) or a document (presentedForm)."
Severity: #error
Expression: "conclusion.exists() or result.exists() or presentedForm.exists()"
