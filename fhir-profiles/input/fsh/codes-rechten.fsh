// Codes of rights: what a Task about a right of child and parents is for.

CodeSystem: IvhRecht
Id: ivh-recht
Title: "Recht van kind en ouders"
Description: "The right that a Task carries out, or the duty that stands in its way."
* insert Codestelsel
* #rectificatie "Rectificatie" "A parent disagrees with something in the file and asks its author to correct it."
* #vernietiging "Vernietiging" "A parent asks that the file is destroyed."
* #beperking "Beperking van de verwerking" "A parent asks that the file, or one resource of it, is set aside; while in progress only parents and the coordinator see it."
* #bewaarplicht "Bewaarplicht" "A legal ground to keep the file; while in progress it is not destroyed."

ValueSet: IvhRechtLijst
Id: ivh-recht
Title: "Rechten van kind en ouders"
Description: "All kinds of Tasks about rights."
* insert Codelijst(IvhRecht)
