import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { FhirFailure } from '../../src/fhir/failure.ts';
import { parseXml, type XmlElement } from '../../src/xml/document.ts';
import { xmlLimits } from '../../src/xml/unparsed.ts';

function refusalOf(text: string): string | undefined {
  try {
    parseXml(text);
    return undefined;
  } catch (problem) {
    if (problem instanceof FhirFailure && problem.kind === 'syntax') return problem.message;
    throw problem;
  }
}

const malformed: Readonly<Record<string, string>> = {
  nothing: '',
  'white space': ' \n',
  'text alone': 'a',
  'text before the root': 'a<r/>',
  'text after the root': '<r/>a',
  'two roots': '<r/><r/>',
  'an element left open': '<r><a></r>',
  'elements that overlap': '<r><a><b></a></b></r>',
  'an end without a start': '<r/></r>',
  'a tag cut short': '<r',
  'a value cut short': '<r a="',
  'a value without quotes': '<r a=b/>',
  'an attribute without value': '<r a/>',
  'an attribute twice': '<r a="1" a="2"/>',
  'attributes that touch': '<r a="1"b="2"/>',
  'a bare ampersand': '<r a="a & b"/>',
  'an entity of HTML': '<r>&nbsp;</r>',
  'an unknown entity': '<r a="&file;"/>',
  'a character no XML has': '<r a="&#0;"/>',
  'half a surrogate pair by number': '<r a="&#xD800;"/>',
  'a character over the last': '<r a="&#x110000;"/>',
  'a control character': '<r a="\u0001"/>',
  'a lesser-than in a value': '<r a="<"/>',
  'a CDATA end in text': '<r>]]></r>',
  'dashes in a comment': '<r><!-- a -- b --></r>',
  'an open comment': '<r><!-- a</r>',
  'open CDATA': '<r><![CDATA[a</r>',
  'CDATA outside the root': '<![CDATA[a]]><r/>',
  'a name that begins with a digit': '<1/>',
  'a space in the end tag': '<r>< /r>',
  'attributes of an end tag': '<r></r a="1">',
  'a prefix without namespace': '<f:r/>',
  'an attribute of such a prefix': '<r f:a="1"/>',
  'a document type': '<!DOCTYPE r><r/>',
  'entities that grow': '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>',
  'an external entity': '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>',
  'an instruction': '<?php echo 1 ?><r/>',
  'an instruction inside': '<r><?x y?></r>',
  'two colons in a name': '<r xmlns:a="u"><a:b:c/></r>',
  'an empty prefix': '<:r/>',
  'an empty prefix declared': '<r xmlns:="u"/>',
  'a name no FHIR or XHTML has': '<r\u00e9/>',
  'a space that is none in XML': '<r\u00a0a="1"/>',
  'half a surrogate pair': '<r a="\ud83d"/>',
  'XML 1.1': '<?xml version="1.1"?><r/>',
  'another encoding': '<?xml version="1.0" encoding="ISO-8859-1"?><r/>',
  'a declaration that is not the first': ' <?xml version="1.0"?><r/>',
};

describe('an XML document', () => {
  it.each(Object.entries(malformed))('is refused for %s', (_name, text) => {
    expect(refusalOf(text)).toMatch(text.trim() === '' ? /empty/ : /line \d+, column \d+/);
  });

  it.each([
    ['a declaration', '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<r/>\n'],
    ['single quotes', "<?xml version='1.0'?><r a='\"'/>"],
    ['a byte order mark', '\uFEFF<r/>'],
    ['comments', '<!-- a --><r><!-- <b> & --></r><!---->'],
    ['a prefix', '<f:r xmlns:f="http://hl7.org/fhir"><f:a/></f:r>'],
    ['every entity', '<r a="&lt;&gt;&amp;&quot;&apos;&#233;&#xe9;">&lt;</r>'],
  ])('is taken with %s', (_name, text) => {
    expect(refusalOf(text)).toBeUndefined();
  });

  it('tells line and column, and nothing of what stands there', () => {
    const text = '<r>\n  <name value="Geheim"/>\n  <name value="Geheim" value="x"/>\n</r>';
    expect(refusalOf(text)).toMatch(/line 3, column 33: Duplicate attribute: value\./);
    expect(refusalOf(text)).not.toContain('Geheim');
    expect(refusalOf('<r a="&Geheim;"/>')).toMatch(/column 7: Named entity isn't defined; write &amp;/);
    expect(refusalOf('<r a="&Geheim;"/>')).not.toContain('Geheim');
  });

  it('reads values as XML does: entities, numbers, line ends and tabs', () => {
    const [attribute] = parseXml('<r a="&lt;&#10;&#xe9;\r\n\tx"/>').root.attributes;
    expect(attribute?.value).toBe('<\né  x');
  });

  it('knows each element by its namespace, however it is written', () => {
    const { root } = parseXml('<f:r xmlns:f="urn:a" xmlns="urn:b"><a f:x="1" y="2"/><b xmlns=""/></f:r>');
    const namesOf = ({ name, namespace }: XmlElement) => `${namespace} ${name}`;
    expect([root, ...root.children].map(namesOf)).toEqual(['urn:a r', 'urn:b a', ' b']);
    expect(root.children[0]?.attributes.map(({ namespace }) => namespace)).toEqual(['urn:a', '']);
  });

  it('is as deep and as large as published, and no more', () => {
    const nested = (levels: number) => '<a>'.repeat(levels) + '</a>'.repeat(levels);
    expect(refusalOf(nested(xmlLimits.depth))).toBeUndefined();
    expect(refusalOf(nested(xmlLimits.depth + 1))).toMatch(/deeper than 64/);
    expect(refusalOf(`<a>${'<b/>'.repeat(xmlLimits.elements)}</a>`)).toMatch(/more than 400000/);
    const attributes = Array.from({ length: 65 }, (_, index) => ` a${index}=""`).join('');
    expect(refusalOf(`<a${attributes}/>`)).toMatch(/more than 64 attributes/);
  });

  it('is read in a time that grows with its size, whatever stands in it', () => {
    const parts = ['<!---->', '<a b="', '&', ' ', '<', '<![CDATA[', 'xmlns:a="b" ', "'", '-->'];
    for (const part of parts) {
      const began = performance.now();
      refusalOf(`<r>${part.repeat(2_000_000 / part.length)}</r>`);
      refusalOf(`<r ${part.repeat(2_000_000 / part.length)}/>`);
      expect(performance.now() - began, part).toBeLessThan(2_000);
    }
  });

  it('takes no longer where many namespaces are in scope', () => {
    const many = (level: number) =>
      Array.from({ length: xmlLimits.attributes }, (_, index) => ` xmlns:p${level}-${index}="u"`).join('');
    const levels = Array.from({ length: 60 }, (_, level) => `<a${many(level)}>`).join('');
    const began = performance.now();
    parseXml(`${levels}${'<b xmlns:z="u"/>'.repeat(60_000)}${'</a>'.repeat(60)}`);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('is too deep however its tags are written, and never by what only looks like tags', () => {
    const deep = [`<a b="/>">`, `<a b='"/>'>`, '<a>"/>\'/>', '<a><!-- </a> -->', '<a><![CDATA[</a>]]>'];
    for (const tag of deep) expect(refusalOf(tag.repeat(100_000)), tag).toMatch(/deeper than 64/);
    const flat = ['<!-- <a> -->', '<![CDATA[<a>]]>', '<a b=">"/>', '"<a/>\''];
    for (const part of flat) expect(refusalOf(`<r>${part.repeat(200)}</r>`), part).toBeUndefined();
  });

  it('is as deep in a narrative as published twice over', () => {
    const nested = (levels: number) =>
      `<div xmlns="http://www.w3.org/1999/xhtml">${'<p>'.repeat(levels - 1)}${'</p>'.repeat(levels - 1)}</div>`;
    expect(refusalOf(nested(2 * xmlLimits.depth))).toBeUndefined();
    expect(refusalOf(nested(2 * xmlLimits.depth + 1))).toMatch(/deeper than 64/);
  });

  it('gives places in units of the source, whatever characters stand before', () => {
    expect(refusalOf('<r a="😀😀"><b c="é" c=""/></r>')).toMatch(/column 26: Duplicate/);
    const { root, source } = parseXml('<r>😀<a>é</a>\r\n<b/></r>');
    expect([root, ...root.children].map(({ start, end }) => source.slice(start, end))).toEqual([
      '<r>😀<a>é</a>\n<b/></r>',
      '<a>é</a>',
      '<b/>',
    ]);
  });

  it('knows text from white space, and a space by its number for text', () => {
    const hasText = (inside: string) => parseXml(`<r>${inside}</r>`).root.hasText;
    const texts = ['a', '&#32;', '<![CDATA[]]>', '\u00a0', ' <!-- a -->a'];
    expect(texts.filter(hasText)).toEqual(texts);
    expect(['', ' \r\n\t', ' <!-- a --> ', ' <a>b</a> '].filter(hasText)).toEqual([]);
  });
});

describe('compared with another parser', () => {
  const piece = fc.constantFrom(
    ...[
      '<a>',
      '</a>',
      '<b x="1">',
      '</b>',
      '<c/>',
      'text',
      ' ',
      '&amp;',
      '&#65;',
      '<!-- x -->',
      "<d y='\"'/>",
    ],
    ...['&', '<', '>', '"', '/>', '<![CDATA[x]]>', '<?x?>', '</a', '<a', ' z="2"', '\u00e9'],
  );
  const other = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    trimValues: false,
    parseTagValue: false,
  });
  /** Names and attributes, in order and by depth. */
  const outline = ({ name, attributes, children }: XmlElement): unknown => [
    name,
    Object.fromEntries(attributes.map((one) => [one.name, one.value])),
    ...children.map(outline),
  ];
  const otherOutline = (node: Record<string, unknown>): unknown[] => {
    const name = Object.keys(node).find((key) => key !== ':@') ?? '';
    if (name === '#text') return [];
    const given = (node[':@'] ?? {}) as Record<string, string>;
    const attributes = Object.fromEntries(Object.entries(given).map(([key, value]) => [key.slice(2), value]));
    return [[name, attributes, ...(node[name] as Record<string, unknown>[]).flatMap(otherOutline)]];
  };

  it('takes nothing that the other one finds malformed, and reads the same from what both take', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = `<r>${pieces.join('')}</r>`;
        if (refusalOf(text) !== undefined) return;
        taken += 1;
        expect(XMLValidator.validate(text)).toBe(true);
        const parsed = (other.parse(text) as Record<string, unknown>[]).flatMap(otherOutline);
        expect(parsed).toEqual([outline(parseXml(text).root)]);
      }),
      { numRuns: 3_000 },
    );
    expect(taken).toBeGreaterThan(50);
  });
});
