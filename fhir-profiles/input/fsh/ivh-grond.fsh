// What the plan of advice answers to.

Profile: IvhGrond
Parent: Condition
Id: ivh-grond
Title: "Grond"
Description: "A problem or diagnosis that the plan of advice answers to, and how certain it is."
* ^purpose = "Written by the concept API with a plan of advice. Read by the team around the child; a municipality does not see it."
* clinicalStatus 1..1 MS
* verificationStatus 1..1 MS
* code 1..1 MS
* code.text 1..1
* insert VanHetKind
* recordedDate 1..1 MS
