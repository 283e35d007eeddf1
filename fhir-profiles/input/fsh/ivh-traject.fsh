// The trajectory of a child with the IVH team, from referral to aftercare.

Profile: IvhTraject
Parent: EpisodeOfCare
Id: ivh-traject
Title: "IVH-traject"
Description: "The time in which a regional IVH team is responsible for guiding a child and its family."
* ^purpose = "Written by the concept API with a referral; the IVH team moves it on. Read by everyone in the team around the child and by the municipality of the trajectory."
* extension contains IvhExtGemeente named gemeente 0..1
* status obeys ivh-traject-begin
* type from IvhTrajectvormLijst (required)
* managingOrganization 1..1
* referralRequest 1..*
* careManager only Reference(Practitioner)
* status MS
* statusHistory MS
* type MS
* patient MS
* managingOrganization MS
* period MS
* referralRequest MS
* careManager MS
* team MS

Invariant: ivh-traject-begin
Description: "A trajectory that runs, pauses or has ended says when it began: period.start."
Severity: #error
Expression: "$this in ('active' | 'onhold' | 'finished') implies %resource.period.start.exists()"
