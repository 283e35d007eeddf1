// Says whether a narrative is the plain, scriptless XHTML that FHIR allows. https://hl7.org/fhir/R4/narrative.html#security
import { isAllowedAttribute, isAllowedElement, isSafeAttribute } from './xhtml-allowed.ts';

const namespace = 'http://www.w3.org/1999/xhtml';

const name = '[A-Za-z][A-Za-z0-9:._-]*';
const attribute = `\\s+${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`;
/** One piece of markup at the current place: comment, end tag, start tag, or text up to the next `<`. */
const piece = new RegExp(
  `<!--[\\s\\S]*?-->|</(${name})\\s*>|<(${name})((?:${attribute})*)\\s*(/?)>|[^<]+`,
  'y',
);
const attributes = new RegExp(`\\s+(${name})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'g');
const badEntity = /&(?!(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)/;

/** What is wrong and would be right; undefined when the div is sound. */
export function xhtmlProblem(div: string): string | undefined {
  const open: string[] = [];
  let hasContent = false;
  let isClosed = false;
  const source = div.trim();
  piece.lastIndex = 0;
  while (piece.lastIndex < source.length) {
    const start = piece.lastIndex;
    const match = piece.exec(source);
    if (!match)
      return `the XHTML is not well-formed at character ${start + 1}; right would be closed, quoted, plain markup`;
    const [text, ending, starting, attributeText = '', selfClosing] = match;
    if (isClosed) return 'there is something after the div; right would be one div around everything';
    if (ending) {
      if (open.pop() !== ending)
        return `</${ending}> closes nothing; right would be the end tag of the innermost open element`;
      isClosed = open.length === 0;
    } else if (starting) {
      const problem =
        open.length === 0 ? rootProblem(starting, attributeText) : elementProblem(starting, attributeText);
      if (problem) return problem;
      if (!selfClosing) open.push(starting);
      if (starting === 'img') hasContent = true;
      isClosed = open.length === 0;
    } else if (text.startsWith('<!--')) {
      if (!isPlainComment(text))
        return 'it has a comment that readers may end early; right would be no dashes inside';
    } else {
      if (open.length === 0) return 'it starts with text; right would be one div around everything';
      if (badEntity.test(text)) return 'it has a bare ampersand; right would be &amp;';
      hasContent ||= text.trim() !== '';
    }
  }
  if (open.length > 0) return `<${open.at(-1)}> is not closed; right would be an end tag for it`;
  return hasContent ? undefined : 'the div is empty; right would be some text, or no narrative';
}

/** HTML readers end a comment sooner than XML readers do, and would show what XML readers hide. */
function isPlainComment(comment: string): boolean {
  const inside = comment.slice(4, -3);
  return comment.length >= 7 && !inside.includes('--') && !/^-?>|-$/.test(inside);
}

function rootProblem(element: string, text: string): string | undefined {
  const isXhtml = new RegExp(`\\sxmlns\\s*=\\s*["']${namespace}["']`).test(text);
  if (element !== 'div' || !isXhtml)
    return `it does not start with <div xmlns="${namespace}">; right would be that`;
  return elementProblem(element, text);
}

function elementProblem(element: string, text: string): string | undefined {
  if (!isAllowedElement(element))
    return `<${element}> is not allowed; right would be basic formatting, lists, tables, links or images`;
  for (const [, key = '', double, single] of text.matchAll(attributes)) {
    const value = double ?? single ?? '';
    if (!isAllowedAttribute(element, key))
      return `the attribute ${key} is not allowed on <${element}>; right would be to leave it out`;
    if (badEntity.test(value) || !isSafeAttribute(key, value)) {
      return `the ${key} of <${element}> is not safe; right would be a web, mail or telephone link, or plain style`;
    }
  }
  return undefined;
}
