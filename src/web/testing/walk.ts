import type { Page } from 'playwright-core'

/** More than any page has; who comes this far is in a trap. */
const MOST_STEPS = 400

/** What a walk through a page by Tab alone has shown. */
export type Walk = {
  /** What stands in the page, can be used and was not reached. */
  missed: string[]
  /** What was reached and does not look different for it. */
  unseen: string[]
  /** What was reached while something else covered it, or outside of the window. */
  hidden: string[]
  /** What was reached before something that stands ahead of it. */
  outOfOrder: string[]
  /** Whether the walk came to the page's end. */
  ended: boolean
  stops: string[]
}

/**
 * Everything that somebody can use, numbered in the order in which it stands; of each how it looks without the focus. As text: this file
 * knows no browser's types.
 */
const BEGIN = `(() => {
  const LOOK = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderTopColor', 'backgroundColor']
  window.walkLook = (it) => {
    // What is drawn over a hidden input shows the focus for it.
    const parts = [it, it.nextElementSibling, it.closest('label')].filter(Boolean)
    return parts.map((part) => LOOK.map((name) => getComputedStyle(part)[name]).join(' ')).join('|')
  }
  window.walkName = (it) => {
    const label = it.getAttribute('aria-label') || it.labels?.[0]?.innerText || it.innerText || it.getAttribute('placeholder') || it.id
    return it.localName + ' ' + String(label).trim().replace(/\\s+/g, ' ').slice(0, 60)
  }
  // From the beginning, wherever the focus was.
  const start = document.createElement('span')
  start.tabIndex = -1
  document.body.prepend(start)
  start.focus()
  start.remove()
  window.walked = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter((it) => {
    if (it.disabled || it.closest('[inert]') || it.type === 'hidden' || it.type === 'file') return false
    if (it.tabIndex < 0 && !it.matches('a[href], button, input, select, textarea, summary')) return false
    // Arrow keys go through what is one control together.
    if (it.tabIndex < 0 && it.closest('[role=tablist], [role=menu], [role=listbox], .mantine-PasswordInput-section')) return false
    const { width, height } = it.getBoundingClientRect()
    return width > 0 && height > 0 && it.checkVisibility({ visibilityProperty: true })
  })
  window.walkedLooks = new Map(window.walked.map((it) => [it, window.walkLook(it)]))
})()`

const STOP = `(() => {
  const it = document.activeElement
  if (!it || it === document.body || it === document.documentElement) return null
  const { left, top, right, bottom } = it.getBoundingClientRect()
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]]
  const isSeen = points.some(([x, y]) => {
    const found = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y)
    return found && (it.contains(found) || found.contains(it) || found.closest('label')?.control === it)
  })
  return {
    place: window.walked.indexOf(it),
    name: window.walkName(it),
    // What has come since the walk began is not compared.
    looksSame: window.walkedLooks.get(it) === window.walkLook(it),
    isSeen,
  }
})()`

type Stop = { place: number; name: string; looksSame: boolean; isSeen: boolean }

/** Goes through a page from its beginning by Tab alone. */
export async function walk(page: Page): Promise<Walk> {
  await page.evaluate(BEGIN)
  const stops: Stop[] = []
  let ended = false
  while (!ended && stops.length < MOST_STEPS) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate<Stop | null>(STOP)
    ended = stop === null || stop.place === stops[0]?.place
    if (stop && !ended) stops.push(stop)
  }
  const reached = stops.map(({ place }) => place)
  const missed = await page.evaluate<string[]>(
    `window.walked.filter((it, at) => it.isConnected && !new Set(${JSON.stringify(reached)}).has(at)).map(window.walkName)`,
  )
  const named = (wrong: (stop: Stop, at: number) => boolean) => stops.filter(wrong).map(({ name }) => name)
  return {
    missed,
    unseen: named(({ looksSame }) => looksSame),
    hidden: named(({ isSeen }) => !isSeen),
    outOfOrder: named(({ place }, at) => place >= 0 && place < Math.max(-1, ...reached.slice(0, at))),
    ended,
    stops: stops.map(({ name }) => name),
  }
}

/** Goes on by Tab until the focus is on what is called so. @throws where it is not come to */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  await page.evaluate(BEGIN)
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate<Stop | null>(STOP)
    const called = stop?.name.replace(/^\S+ /, '') ?? ''
    if (typeof name === 'string' ? called === name : name.test(called)) return
  }
  throw new Error(`Tab does not come to ${name}`)
}
