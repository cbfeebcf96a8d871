/** An element of a parsed document. Names are canonical: `cbc:ID` whatever prefix the document uses. */
export type XmlElement = {
  name: string
  attributes: Readonly<Record<string, string>>
  children: XmlElement[]
  /** Its own characters, those of its children not included. */
  text: string
  parent: XmlElement | undefined
  /** Counts from 1 among its siblings of the same name. */
  index: number
  /** How many children there are of a name; filled for elements with children. */
  counts: Map<string, number> | undefined
  line: number
  /** What pathOf has found before. */
  path: string | undefined
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name)
}

/** All children of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.counts?.has(name) ? element.children.filter((child) => child.name === name) : []
}

/** The first element down a path of names, `cac:Party/cbc:Name`. Looks at the first child of each name only. */
export function elementAt(element: XmlElement | undefined, path: string): XmlElement | undefined {
  let found = element
  for (const name of path.split('/')) found = childOf(found, name)
  return found
}

/** All elements down a path of names. */
export function elementsAt(element: XmlElement | undefined, path: string): XmlElement[] {
  let found = element ? [element] : []
  for (const name of path.split('/')) found = found.flatMap((one) => childrenOf(one, name))
  return found
}

/** The XPath of an element: `/ubl:Invoice/cac:InvoiceLine[2]/cbc:ID`. A position is given where there is more than one of the name. */
export function pathOf(element: XmlElement): string {
  if (element.path !== undefined) return element.path
  const { parent } = element
  const several = (parent?.counts?.get(element.name) ?? 1) > 1
  const path = `${parent ? pathOf(parent) : ''}/${element.name}${several ? `[${element.index}]` : ''}`
  element.path = path
  return path
}

/** Without XML's white space (and only that) around it. */
export function trimXml(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isXmlSpace(text.charCodeAt(start))) start += 1
  while (end > start && isXmlSpace(text.charCodeAt(end - 1))) end -= 1
  return text.slice(start, end)
}

export function isXmlSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
