// How XML lays out what a shape holds: which properties are attributes, and in which order the elements stand. https://hl7.org/fhir/R4/xml.html
import type { Property, Rule, Shape } from '../profiles/shape.ts';

/** The ids of elements (a resource's id is an element of its own) and the url of an extension. */
export const isAttribute = (shape: Shape, name: string): boolean =>
  (name === 'id' && !shape.isResource) || (name === 'url' && shape.type === 'Extension');

/** Whether the element holds a resource, which stands inside it under its own name. */
export const holdsResource = ({ type, shape }: Property): boolean =>
  type === 'Resource' || shape()?.isResource === true;

const orders = new WeakMap<Shape, ReadonlyMap<Rule, number>>();

/** The place of an element among its siblings; the types of a choice share one. */
export function rankOf(shape: Shape, { rule }: Property): number {
  let order = orders.get(shape);
  if (!order) {
    const rules = new Set([...shape.properties.values()].map((property) => property.rule));
    order = new Map([...rules].map((one, rank) => [one, rank]));
    orders.set(shape, order);
  }
  return order.get(rule) ?? 0;
}
