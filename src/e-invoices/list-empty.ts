import { pathOf, trimXml, type XmlElement } from './xml/element.ts'

const MAX_LISTED = 20

/** The places of elements that say nothing: neither text nor attributes nor children. A few, where there are many. */
export function listEmpty(root: XmlElement): string[] {
  const empty: string[] = []
  const waiting = [root]
  for (let element = waiting.pop(); element && empty.length < MAX_LISTED; element = waiting.pop()) {
    if (element.children.length === 0 && trimXml(element.text) === '' && Object.keys(element.attributes).length === 0) {
      empty.push(pathOf(element))
    }
    for (const child of element.children) waiting.push(child)
  }
  return empty.reverse()
}
