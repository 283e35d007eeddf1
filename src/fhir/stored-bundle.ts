// A document that is kept lies in the file of the child it is about, and holds nothing of another child. https://hl7.org/fhir/R4/documents.html
import type { Bundle } from '@medplum/fhirtypes';
import type { Issue } from './failure.ts';
import { parseLocal } from './reference.ts';
import { ownerReferences } from './types.ts';

export function storedBundleIssues({ type, entry = [] }: Bundle): Issue[] {
  if (type !== 'document') return [];
  const composition = entry[0]?.resource;
  if (composition?.resourceType !== 'Composition') return [];
  const subject = parseLocal(composition.subject?.reference ?? '');
  if (subject?.type !== 'Patient') {
    const text = 'The subject of the document must be the child in whose file it is kept, as Patient/<id>.';
    return [{ text, expression: 'Bundle.entry[0].resource.subject', code: 'business-rule' }];
  }
  return entry.flatMap(({ resource }, index) => {
    if (!resource) return [];
    const own = resource.resourceType === 'Patient' ? [`Patient/${resource.id}`] : ownerReferences(resource);
    const children = own.map(parseLocal).filter((child) => child?.type === 'Patient');
    if (children.every((child) => child?.id === subject.id)) return [];
    const text = `The document is about Patient/${subject.id}; what belongs to another child has no place in it.`;
    return [{ text, expression: `Bundle.entry[${index}].resource`, code: 'business-rule' }];
  });
}
