export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

/**
 * A strict reader of the XML that we write: no DTD, no CDATA, no comments. Throws where the text is not
 * well-formed XML 1.0.
 */
export function parseXml(text: string): XmlElement {
  const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (illegal !== null) throw new Error(`illegal character at ${illegal.index}`);
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!text.startsWith(declaration)) throw new Error("no XML declaration");
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  for (const token of text.slice(declaration.length).match(/<[^>]*>?|[^<]+/g) ?? []) {
    const current = open.at(-1) as XmlElement;
    if (!token.startsWith("<")) {
      current.text += decode(token);
    } else if (token.startsWith("</")) {
      if (token !== `</${current.name}>`) throw new Error(`${token} closes <${current.name}>`);
      open.pop();
    } else {
      const element = parseTag(token);
      current.children.push(element);
      if (!token.endsWith("/>")) open.push(element);
    }
  }
  const [only, ...others] = root.children;
  if (open.length !== 1 || only === undefined || others.length > 0 || root.text.trim() !== "") {
    throw new Error("not exactly one root element");
  }
  return only;
}

/** Every element of that name, at any depth. */
export function elements(element: XmlElement, name: string): XmlElement[] {
  const below = element.children.flatMap((child) => elements(child, name));
  return element.name === name ? [element, ...below] : below;
}

function parseTag(tag: string): XmlElement {
  const match = /^<([a-z]+)((?: [a-z]+="[^"<]*")*)\/?>$/.exec(tag);
  if (match === null) throw new Error(`malformed tag ${tag}`);
  const attributes: Record<string, string> = {};
  for (const [, name = "", value = ""] of (match[2] ?? "").matchAll(/ ([a-z]+)="([^"]*)"/g)) {
    if (name in attributes) throw new Error(`${name} twice in ${tag}`);
    if (/[\n\t]/.test(value)) throw new Error(`a reader would lose the line breaks of ${name}`);
    attributes[name] = decode(value);
  }
  return { name: match[1] ?? "", attributes, children: [], text: "" };
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&([^;]*;?)/g, (reference) => {
    const [, code, entity] = /^&(?:#(\d+)|(\w+));$/.exec(reference) ?? [];
    const character =
      code === undefined ? ENTITIES[entity ?? ""] : String.fromCodePoint(Number(code));
    if (character === undefined) throw new Error(`bad reference ${reference}`);
    return character;
  });
}
