/** An element of a parsed document. Names are canonical: `cbc:ID` whatever prefix the document uses. */
export type XmlElement = {
  name: string
  attributes: Readonly<Record<string, string>>
  children: XmlElement[]
  /** Its own characters, those of its children not included. */
  text: string
  parent: XmlElement | undefined
  /** Its step in an XPath, `cac:InvoiceLine[2]`; pathOf finds it for all children of an element at once. */
  step: string | undefined
  /** What pathOf has found before. */
  path: string | undefined
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name)
}

/** All children of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element ? element.children.filter((child) => child.name === name) : []
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
  if (parent && element.step === undefined) nameSteps(parent.children)
  const path = `${parent ? pathOf(parent) : ''}/${element.step ?? element.name}`
  element.path = path
  return path
}

/** Most elements have few children, each of a name of its own; a Map for each of them would cost more than the document. */
const FEW = 8

function nameSteps(children: readonly XmlElement[]): void {
  if (children.length <= FEW && children.every(({ name }, at) => isAlone(children, { name, at }))) {
    for (const child of children) child.step = child.name
    return
  }
  const counts = new Map<string, number>()
  for (const { name } of children) counts.set(name, (counts.get(name) ?? 0) + 1)
  const positions = new Map<string, number>()
  for (const child of children) {
    const position = (positions.get(child.name) ?? 0) + 1
    positions.set(child.name, position)
    child.step = (counts.get(child.name) ?? 1) > 1 ? `${child.name}[${position}]` : child.name
  }
}

function isAlone(children: readonly XmlElement[], { name, at }: { name: string; at: number }): boolean {
  return children.every((other, index) => index === at || other.name !== name)
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
