/** A person with a browser that has cookies and no JavaScript, over real HTTP. */
export type Visitor = {
  get(url: string, init?: RequestInit): Promise<Response>
  /** Presses the button of the page's first form whose action contains `action`, with its hidden inputs and these values. */
  submit(
    page: { url: string; html: string },
    form: { action: string; values?: Record<string, string> },
  ): Promise<Response>
}

export function openVisitor(base: string): Visitor {
  const cookies = new Map<string, string>()
  const go = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(new URL(url, base), { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    return location && response.status < 400 ? go(new URL(location, new URL(url, base)).href) : response
  }
  return {
    get: go,
    submit(page, { action, values = {} }) {
      const form = page.html
        .split('<form')
        .slice(1)
        .map((text) => text.split('</form>')[0] ?? '')
        .find((text) => (/action="([^"]*)"/.exec(text)?.[1] ?? '').includes(action))
      if (form === undefined) throw new Error(`the page has no form for ${action}: ${page.html.slice(0, 500)}`)
      const body = new URLSearchParams()
      for (const [, tag = ''] of form.matchAll(/<input([^>]*)>/g)) {
        const name = /name="([^"]*)"/.exec(tag)?.[1]
        if (name && /type="hidden"/.test(tag)) body.set(name, /value="([^"]*)"/.exec(tag)?.[1] ?? '')
      }
      for (const [name, value] of Object.entries(values)) body.set(name, value)
      const target = (/action="([^"]*)"/.exec(form)?.[1] ?? '').replaceAll('&amp;', '&')
      return go(new URL(target, new URL(page.url, base)).href, { method: 'POST', body })
    },
  }
}
