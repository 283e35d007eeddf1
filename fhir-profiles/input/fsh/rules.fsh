// What several profiles have in common.

RuleSet: Soort(element, slice, code)
* {element} ^slicing.discriminator.type = #pattern
* {element} ^slicing.discriminator.path = "$this"
* {element} ^slicing.rules = #open
* {element} contains {slice} 1..1
* {element}[{slice}] = {code}
* {element} MS

RuleSet: VanHetKind
* subject 1..1 MS
* subject only Reference(Patient)
