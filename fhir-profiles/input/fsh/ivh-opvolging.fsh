// Asking again after the trajectory.

Profile: IvhOpvolging
Parent: Task
Id: ivh-opvolging
Title: "Opvolging"
Description: "Looking back with the family some months after the trajectory: did the advice help?"
* ^purpose = "Written by the IVH team when a trajectory is closed. Read by the IVH team."
* status obeys ivh-opdracht-status
* intent = #order
* code 1..1 MS
* code = IvhTaak#opvolging
* focus 1..1 MS
* focus only Reference(EpisodeOfCare)
* for 1..1 MS
* for only Reference(Patient)
* authoredOn 1..1 MS
* owner 1..1 MS
* owner only Reference(Organization or Practitioner or PractitionerRole)
* restriction 1..1 MS
* restriction.period 1..1
* restriction.period.start 1..1
