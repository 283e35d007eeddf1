// The elements and attributes a narrative may use: formatting of HTML 4.0 chapters 7 to 11 and 15, links and images. https://hl7.org/fhir/R4/narrative.html#xhtml

const elements = words(
  'a abbr acronym b big blockquote br caption cite code col colgroup dd del dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins ' +
    'kbd li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var',
);

const anywhere = words(
  'abbr accesskey align char charoff class dir headers id lang style tabindex title valign xml:lang xmlns',
);

const only: Readonly<Record<string, ReadonlySet<string>>> = {
  a: words('charset coords href hreflang name rel rev shape type'),
  img: words('alt border height ismap longdesc src usemap width'),
  blockquote: words('cite'),
  q: words('cite'),
  del: words('cite datetime'),
  ins: words('cite datetime'),
  table: words('border cellpadding cellspacing frame rules summary width'),
  col: words('span width'),
  colgroup: words('span width'),
  td: words('axis colspan nowrap rowspan scope width'),
  th: words('axis colspan nowrap rowspan scope width'),
  ol: words('start type'),
  ul: words('type'),
  li: words('value type'),
  pre: words('xml:space'),
};

const links = new Set(['href', 'src', 'cite', 'longdesc', 'usemap']);
const namedCharacters: Readonly<Record<string, string>> = {
  colon: ':',
  Tab: '\t',
  NewLine: '\n',
  lpar: '(',
  sol: '/',
};

export function isAllowedElement(element: string): boolean {
  return elements.has(element);
}

export function isAllowedAttribute(element: string, attribute: string): boolean {
  return anywhere.has(attribute) || (Object.hasOwn(only, element) && only[element]?.has(attribute) === true);
}

/** Judged as a browser reads it: entities decoded, and the whitespace and control characters browsers drop left out. */
export function isSafeAttribute(attribute: string, value: string): boolean {
  const read = decode(value)
    .replaceAll(/[\p{Cc}\s]/gu, '')
    .toLowerCase();
  if (attribute === 'style')
    return !/expression\(|javascript:|vbscript:|@import|behaviou?r:|-moz-binding|\\/.test(read);
  if (!links.has(attribute)) return true;
  const scheme = /^([a-z][a-z0-9+.-]*):/.exec(read)?.[1];
  if (attribute === 'src' && scheme === 'data') return /^data:image\/(png|jpeg|gif);base64,/.test(read);
  return scheme === undefined || ['http', 'https', 'mailto', 'tel', 'urn'].includes(scheme);
}

function decode(value: string): string {
  return value.replaceAll(/&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi, (entity, hex, decimal, named) => {
    if (named) return namedCharacters[named] ?? entity;
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '';
  });
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
