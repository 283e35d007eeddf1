// Characters in XML: which may stand there, how the special ones are written. https://www.w3.org/TR/xml/#charsets

const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A value as it stands between double quotes. What XML cannot hold becomes the replacement character. */
export const escapeValue = (value: string): string =>
  plain(value).replaceAll(/[&<>"\t\n\r]/g, (char) => references[char] ?? char);

/** Text without characters that XML cannot hold. */
export const plain = (text: string): string => text.replaceAll(forbidden, '\uFFFD');

const named = ['amp', 'lt', 'gt', 'quot', 'apos'];

/** The named characters of HTML from U+00A0 to U+00FF, in order; XML knows none of them. */
const latin = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute ' +
  'micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring ' +
  'AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml ' +
  'times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil ' +
  'egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ' +
  'ugrave uacute ucirc uuml yacute thorn yuml'
).split(' ');

/** Markup with HTML's named characters as XML can read them; a name nobody knows becomes the text it looks like. */
export const withoutNames = (markup: string): string =>
  plain(markup).replaceAll(/&([A-Za-z][A-Za-z0-9]*);/g, (all, name: string) => {
    if (named.includes(name)) return all;
    const place = latin.indexOf(name);
    return place < 0 ? `&amp;${name};` : `&#${160 + place};`;
  });
