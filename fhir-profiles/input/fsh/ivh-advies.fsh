// One line of advice in the plan.

Profile: IvhAdvies
Parent: ServiceRequest
Id: ivh-advies
Title: "Advies"
Description: "One line of the plan of advice: the help that is proposed for the child, why, by whom and who is expected to pay."
* ^purpose = "Written by the concept API with a plan of advice. Read with the plan, and by the organisation that is asked to help."
* extension contains IvhExtFinanciering named financiering 0..1
* status obeys ivh-advies-status
* intent = #proposal
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains advies 1..1
* category[advies] = IvhTaak#advies
* code 1..1
* code from IvhAdviesLijst (required)
* subject only Reference(Patient)
* status MS
* category MS
* code MS
* subject MS
* occurrence[x] MS
* performer MS
* reasonCode MS

Invariant: ivh-advies-status
Description: "The state of an advice is always known: unknown is not used."
Severity: #error
Expression: "$this != 'unknown'"
