// The invitation to the team meeting.

Profile: IvhMdoAfspraak
Parent: Appointment
Id: ivh-mdo-afspraak
Title: "Afspraak voor een multidisciplinair overleg"
Description: "When and with whom the team will meet about the child."
* ^purpose = "Written by the concept API when a meeting is planned. Read by those who are invited and by the IVH team."
* start 1..1 MS
* end 1..1 MS
* participant 2..* MS
* participant.actor 1..1 MS
* obeys ivh-mdo-afspraak-kind

Invariant: ivh-mdo-afspraak-kind
Description: "The child is one of the participants, so that the appointment lies in the child's file."
Severity: #error
Expression: "participant.actor.where(reference.startsWith('Patient/') or reference.contains('/Patient/') or reference.startsWith('urn:uuid:')).exists()"
