// What someone noticed about the child, in words of his own or with a BDS number of youth health care.

Profile: IvhSignaal
Parent: Observation
Id: ivh-signaal
Title: "Signaal"
Description: "An early signal: what was noticed about the child, when, and by which organisation. The referral rests on it."
* ^purpose = "Written by the concept API for every signal of a referral. Read by the IVH team and the team around the child."
* status obeys ivh-bekend
* code MS
* code.text 1..1 MS
* insert VanHetKind
* effective[x] 1..1 MS
* effective[x] only dateTime
* performer 1..* MS
* value[x] MS

Invariant: ivh-bekend
Description: "The state is always known: unknown is not used."
Severity: #error
Expression: "$this != 'unknown'"
