// One finding of an examination.

Profile: IvhBevinding
Parent: Observation
Id: ivh-bevinding
Title: "Bevinding"
Description: "One finding of an examination. It has a value, or says why not."
* ^purpose = "Written by the concept API with the result of an examination. Read by the team around the child."
* obeys ivh-bevinding-waarde
* status obeys ivh-bekend
* code MS
* code.text 1..1 MS
* insert VanHetKind
* effective[x] 1..1 MS
* effective[x] only dateTime or Period
* performer 1..* MS
* value[x] MS
* dataAbsentReason MS

Invariant: ivh-bevinding-waarde
Description: "A finding has a value, parts (component, hasMember), or the reason why it has none (dataAbsentReason)."
Severity: #error
Expression: "value.exists() or component.exists() or hasMember.exists() or dataAbsentReason.exists()"
