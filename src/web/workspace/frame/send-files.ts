import { type ErrorContent, formTokenHeader, tellProblem } from '../api/call.ts'
import { companyPath } from '../api/queries.ts'

export type Sending = {
  id: number
  name: string
  /** 0 to 100. */
  percent: number
  state: 'sending' | 'kept' | 'again' | 'refused'
  message: string
}

/** Two at once: more would only slow each other down on an office line. */
const AT_ONCE = 2
let lastId = 0
let running = 0
const waiting: (() => void)[] = []
let sendings: readonly Sending[] = []
const watchers = new Set<() => void>()

/** The files that were sent since the page was opened, newest last; kept outside of the pages, so that leaving one stops nothing. */
export const sendingsStore = {
  read: () => sendings,
  watch(watcher: () => void) {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  },
  clear() {
    sendings = sendings.filter(({ state }) => state === 'sending')
    for (const watcher of watchers) watcher()
  },
}

function change(id: number, patch: Partial<Sending>): void {
  sendings = sendings.map((sending) => (sending.id === id ? { ...sending, ...patch } : sending))
  for (const watcher of watchers) watcher()
}

/** Sends each file as a delivery of its own, so that one that is refused holds no other. */
export function sendFiles(company: string, files: readonly File[]): void {
  for (const file of files) {
    lastId += 1
    const id = lastId
    sendings = [...sendings, { id, name: file.name, percent: 0, state: 'sending', message: '' }]
    waiting.push(() => sendFile(company, { id, file }))
  }
  change(0, {})
  startWaiting()
}

function startWaiting(): void {
  while (running < AT_ONCE) {
    const next = waiting.shift()
    if (!next) return
    running += 1
    next()
  }
}

/** By XMLHttpRequest: fetch tells nothing of how far an upload is. */
function sendFile(company: string, { id, file }: { id: number; file: File }): void {
  const request = new XMLHttpRequest()
  const form = new FormData()
  form.append('file', file, file.name)
  request.open('POST', `/api${companyPath(company)}/deliveries`)
  for (const [name, value] of Object.entries(formTokenHeader())) request.setRequestHeader(name, value)
  request.responseType = 'json'
  request.upload.onprogress = ({ loaded, total }) => change(id, { percent: Math.round((loaded / total) * 100) })
  request.onloadend = () => {
    const refusal = (request.response as { error?: ErrorContent } | null)?.error
    if (request.status === 201) change(id, { state: 'kept', percent: 100 })
    else if (request.status === 200) change(id, { state: 'again', percent: 100 })
    else change(id, { state: 'refused', message: refusal ? tellProblem(refusal) : `${request.status || 'offline'}` })
    running -= 1
    startWaiting()
  }
  request.send(form)
}
