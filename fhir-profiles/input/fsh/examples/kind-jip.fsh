// A child of whom little is known: found by its number at school.

Instance: ivh-kind--jip
InstanceOf: IvhKind
Usage: #example
Title: "Kind dat net 7 is, zonder BSN"
* insert Bouwsteen(1)
* insert Naam(Jip, Linden)
* gender = #unknown
* birthDate = "2019-02-11"
