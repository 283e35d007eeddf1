// A message to someone around the child.

Profile: IvhStatusbericht
Parent: Communication
Id: ivh-statusbericht
Title: "Statusbericht"
Description: "A message to or from someone around the child: how things stand, or what is asked."
* ^purpose = "Written by the IVH team, by the organisations around the child and by parents. Read by sender, recipient and the team around the child."
* status obeys ivh-statusbericht-status
* insert Soort(category, statusbericht, IvhMelding#statusbericht)
* insert VanHetKind
* sent 1..1 MS
* recipient 1..* MS
* sender 1..1 MS
* payload 1..* MS
* payload.content[x] only string

Invariant: ivh-statusbericht-status
Description: "A message is recorded when it has been sent: completed, or entered-in-error when it was a mistake."
Severity: #error
Expression: "$this in ('completed' | 'entered-in-error')"
