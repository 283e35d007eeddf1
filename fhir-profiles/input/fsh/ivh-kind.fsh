// The child whose file this is.

Profile: IvhKind
Parent: Patient
Id: ivh-kind
Title: "Kind"
Description: "The child. The BSN, where it may be known, keeps one child to one file."
* ^purpose = "Written by the concept API with a referral, and by any system that brings in a child. Read by everyone who has to do with the child."
* identifier MS
* name 1..* MS
* name obeys ivh-naam
* gender 1..1 MS
* birthDate 1..1 MS
* address MS
* communication MS
* generalPractitioner MS

Invariant: ivh-naam
Description: "A person is called by a name: family, given or text."
Severity: #error
Expression: "family.exists() or given.exists() or text.exists()"
