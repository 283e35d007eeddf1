// One decision of one parent about sharing: who may, or may not, see which data of the child, for what.

Profile: IvhToestemmingDelen
Parent: Consent
Id: ivh-toestemming-delen
Title: "Toestemming of bezwaar om te delen"
Description: "One parent permits or objects to sharing the child's data. What is not named is not limited: no recipient means everyone, no purpose every purpose, no category all data. The server decides by it on every request; nothing stands in it that the server would pass over."
* ^purpose = "Written by the concept API with a referral and when a parent decides, or by the IVH team at a parent's word. Read by the parents, the IVH team and the server itself."
* scope = $consentscope#patient-privacy
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains delen 1..1
* category[delen] = IvhAkkoordSoort#delen
* patient 1..1
* dateTime 1..1
* performer 1..1
* performer only Reference(RelatedPerson)
* provision 1..1
* provision.extension contains IvhExtOntvangersoort named ontvangersoort 0..* MS
* provision.type 1..1
* provision.actor.role = $participation#IRCP
* provision.actor.reference only Reference(Organization or CareTeam or Practitioner)
* provision.action 0..0
* provision.securityLabel 0..0
* provision.class from IvhGegevenssoortLijst (required)
* provision.code 0..0
* provision.dataPeriod 0..0
* provision.data 0..0
* provision.provision 0..0
* status MS
* category MS
* patient MS
* dateTime MS
* performer MS
* policyRule MS
* provision MS
* provision.period MS
* provision.actor MS
* provision.purpose MS
* provision.class MS
