import { describe, expect, test } from 'vitest';
import { xhtmlProblem } from '../../src/profiles/xhtml.ts';

const div = (inside: string) => `<div xmlns="http://www.w3.org/1999/xhtml">${inside}</div>`;

describe('accepts', () => {
  test.each([
    ['plain text', div('Noor')],
    ['whitespace around the div', ` ${div('Noor')}\n`],
    ['single quotes', "<div xmlns='http://www.w3.org/1999/xhtml'>a</div>"],
    ['an image alone', div('<img src="https://example.org/a.png" alt="a"/>')],
    ['an embedded image', div('<img src="data:image/png;base64,iVBORw0KGgo=" alt="a"/>')],
    ['entities', div('&lt;b&gt; &amp; &nbsp;&#x20AC;')],
    ['a comment', div('<!-- kort - maar krachtig --> a')],
    ['a mail link', div('<a href="mailto:a@example.org">a</a>')],
    ['a link within the narrative', div('<a href="#b">a</a><p id="b">b</p>')],
    ['style', div('<span style="color: red">a</span>')],
  ])('%s', (_title, source) => {
    expect(xhtmlProblem(source)).toBeUndefined();
  });
});

describe('refuses', () => {
  test.each([
    ['no div', 'Noor', /starts with text/],
    ['another root', '<p xmlns="http://www.w3.org/1999/xhtml">a</p>', /does not start with/],
    ['two divs', div('a') + div('b'), /after the div/],
    ['text after the div', `${div('a')}b`, /after the div/],
    ['an empty div', div(' '), /empty/],
    ['an open element', div('<p>a'), /closes nothing/],
    ['elements that cross', div('<b><i>a</b></i>'), /closes nothing/],
    ['an end too many', '</div>', /closes nothing/],
    ['a div never closed', '<div xmlns="http://www.w3.org/1999/xhtml">a', /not closed/],
    ['a bare ampersand', div('a & b'), /ampersand/],
    ['an entity without end', div('<a href="&#106avascript:x">a</a>'), /not safe/],
    ['an unquoted attribute', div('<p class=a>a</p>'), /not well-formed/],
    ['a doctype', `<!DOCTYPE div>${div('a')}`, /not well-formed/],
    ['a processing instruction', div('<?php x ?>a'), /not well-formed/],
    ['a CDATA section', div('<![CDATA[<script>]]>'), /not well-formed/],
    ['a comment HTML ends early', div('<!--><script>x</script>-->a'), /comment/],
    ['a comment with two dashes', div('<!-- --!><script>x</script> -->a'), /comment/],
    ['a script', div('<script>x</script>'), /<script> is not allowed/],
    ['a script in capitals', div('<SCRIPT>x</SCRIPT>'), /<SCRIPT> is not allowed/],
    ['a script with a prefix', div('<x:script>x</x:script>'), /not allowed/],
    ['a frame', div('<iframe src="https://example.org"/>'), /<iframe> is not allowed/],
    ['a form', div('<form action="https://example.org"></form>'), /<form> is not allowed/],
    ['vector graphics', div('<svg onload="x"/>'), /<svg> is not allowed/],
    ['a style sheet', div('<style>p {}</style>'), /<style> is not allowed/],
    ['an event handler', div('<p onclick="x()">a</p>'), /onclick is not allowed/],
    ['an event handler in capitals', div('<p ONCLICK="x()">a</p>'), /ONCLICK is not allowed/],
    ['an attribute of another element', div('<p href="https://example.org">a</p>'), /href is not allowed/],
    [
      'an attribute named like a property of objects',
      div('<p constructor="a">a</p>'),
      /constructor is not allowed/,
    ],
    ['a script link', div('<a href="javascript:x()">a</a>'), /href of <a> is not safe/],
    ['a script link in mixed case', div('<a href=" JaVaScRiPt:x()">a</a>'), /not safe/],
    ['a script link by decimal entity', div('<a href="java&#115;cript:x()">a</a>'), /not safe/],
    ['a script link by hexadecimal entity', div('<a href="&#x6A;avascript:x()">a</a>'), /not safe/],
    ['a script link with a tab', div('<a href="java&Tab;script&colon;x()">a</a>'), /not safe/],
    ['a link to data', div('<a href="data:text/html;base64,PHNjcmlwdD4=">a</a>'), /not safe/],
    [
      'an image of a type that can script',
      div('<img src="data:image/svg+xml;base64,PHN2Zz4=" alt="a"/>'),
      /not safe/,
    ],
    ['style that runs', div('<p style="width: expression(x)">a</p>'), /style of <p> is not safe/],
    ['style with escapes', div('<p style="width: \\65xpression(x)">a</p>'), /not safe/],
  ])('%s', (_title, source, problem) => {
    expect(xhtmlProblem(source)).toMatch(problem);
  });
});

test('reads a megabyte of hostile text in linear time', () => {
  const start = performance.now();
  for (const inside of [
    '<a '.repeat(300_000),
    `<a${' '.repeat(900_000)}`,
    '<!--'.repeat(250_000),
    '&'.repeat(900_000),
  ]) {
    expect(xhtmlProblem(div(inside))).toBeDefined();
  }
  expect(performance.now() - start).toBeLessThan(1000);
});
