import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type CSSProperties, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Place } from '../../../../schemas/draft.ts'
import type { Box } from '../../../../schemas/transcript.ts'
import type { Invoice } from '../../../http/shapes.ts'
import { invoicePath, picturePath, wordsQuery } from '../api/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { type PlacedWord, type Point, placeOf, type Rotation, turnBack, wordAt, wordsIn } from './page-geometry.ts'
import { PageStrip } from './page-strip.tsx'
import { type Spot, useLooked, useSpots } from './spots.ts'

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4]
/** Pixels; less is a click with an unsteady hand. */
const DRAG_FROM = 5
const A4 = { width: 595, height: 842 }

export type PlacedField = { name: Spot; place: Place }

/** The pages of the document, with the box of every field; a word or a region of it fills the focused field. */
export function PageView({
  company,
  invoice,
  fields,
  onFocusField,
  onPick,
  onSplit,
}: {
  company: string
  invoice: Invoice
  fields: readonly PlacedField[]
  onFocusField: (name: Spot) => void
  onPick: (text: string) => void
  /** Absent: this invoice can't be split now. */
  onSplit: ((at: number[]) => Promise<void>) | null
}) {
  const { t, word } = useTexts()
  const spots = useSpots()
  const active = useLooked((looked) => looked.active)
  const hovered = useLooked((looked) => looked.hovered)
  const [page, setPage] = useState(1)
  const [zoom, setZoom] = useState(1)
  const [rotation, setRotation] = useState<Rotation>(0)
  const [isMissing, setMissing] = useState(false)
  const [under, setUnder] = useState<PlacedWord | null>(null)
  const [region, setRegion] = useState<{ from: Point; to: Point } | null>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const turned = useRef<HTMLDivElement>(null)
  const start = useRef<{ x: number; y: number } | null>(null)
  const pages = invoice.pageCount ?? 0
  const { data: words } = useQuery({ ...wordsQuery(company, { invoice: invoice.id, page }), enabled: pages > 0 })
  const size = words ?? A4
  const shown = fields.filter(({ place }) => place.page === page)
  const activePlace = fields.find(({ name }) => name === active)?.place

  // Another document: from its beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the invoice is what this waits for
  useEffect(() => {
    setPage(1)
    setRotation(0)
    setMissing(false)
  }, [invoice.id])

  useEffect(() => {
    if (activePlace) setPage(activePlace.page)
  }, [activePlace])

  // Only the page's own window moves: the form keeps its place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: where the mark stands follows from these
  useEffect(() => {
    const box = scroller.current
    const mark = box?.querySelector<HTMLElement>('[data-active="true"]')
    if (!box || !mark || page === 0) return
    const [outer, inner] = [box.getBoundingClientRect(), mark.getBoundingClientRect()]
    if (inner.top < outer.top + 20 || inner.bottom > outer.bottom - 20)
      box.scrollTop += inner.top - outer.top - outer.height / 2 + inner.height / 2
    // What is wider than the window is seen from its beginning.
    const ahead = Math.max(20, (outer.width - inner.width) / 2)
    if (inner.left < outer.left || inner.right > outer.right) box.scrollLeft += inner.left - outer.left - ahead
  }, [active, page, words])

  if (pages === 0) {
    return (
      <section className="document" aria-label={t('review.document')}>
        <p className="no-picture">
          {t('page.none')} <Original company={company} invoice={invoice} />
        </p>
      </section>
    )
  }

  const pointOf = (event: PointerEvent): Point | null => {
    const rect = turned.current?.getBoundingClientRect()
    return rect ? turnBack({ x: event.clientX, y: event.clientY }, { rect, rotation, page: size }) : null
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const at = pointOf(event)
    if (!at) return
    if (start.current && event.buttons === 1 && event.pointerType !== 'touch') {
      const isDrag = Math.hypot(event.clientX - start.current.x, event.clientY - start.current.y) > DRAG_FROM
      if (isDrag || region) setRegion((now) => ({ from: now?.from ?? at, to: at }))
      return
    }
    const found = words ? wordAt(words.words, at) : null
    if (found !== under) setUnder(found)
    const field = shown.find(
      ({ place: { box } }) => at.x >= box[0] - 2 && at.x <= box[2] + 2 && at.y >= box[1] - 2 && at.y <= box[3] + 2,
    )
    spots.hover(field?.name ?? null)
  }
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    const from = start.current
    start.current = null
    const at = pointOf(event)
    if (!from || !at) return
    if (region) {
      setRegion(null)
      const text = words ? wordsIn(words.words, boxOf(region)) : ''
      if (text !== '') onPick(text)
      return
    }
    const found = words ? wordAt(words.words, at) : null
    if (active === null && hovered !== null) onFocusField(hovered)
    else if (found) onPick(found.text)
  }
  const step = (by: number) => setZoom((now) => ZOOMS[clamp(ZOOMS.indexOf(now) + by, ZOOMS.length - 1)] ?? 1)
  const isTurned = rotation % 180 !== 0
  const sheet: CSSProperties = {
    width: `${zoom * 100}%`,
    aspectRatio: isTurned ? `${size.height} / ${size.width}` : `${size.width} / ${size.height}`,
  }
  const inner: CSSProperties = {
    width: isTurned ? `${(size.width / size.height) * 100}%` : '100%',
    aspectRatio: `${size.width} / ${size.height}`,
    transform: `translate(-50%, -50%) rotate(${rotation}deg)`,
  }
  return (
    <section className="document" aria-label={t('review.document')}>
      <div className="document-tools" role="toolbar" aria-label={t('review.document')}>
        {pages > 1 && (
          <>
            <Tool text="‹" label={t('page.previous')} isOff={page === 1} onClick={() => setPage(page - 1)} />
            <span className="small">{t('page.of', { n: page, all: pages })}</span>
            <Tool text="›" label={t('page.next')} isOff={page === pages} onClick={() => setPage(page + 1)} />
          </>
        )}
        <Tool text="−" label={t('page.zoom-out')} isOff={zoom === ZOOMS[0]} onClick={() => step(-1)} />
        <Tool
          text={`${Math.round(zoom * 100)} %`}
          label={`${Math.round(zoom * 100)} % – ${t('page.fit')}`}
          isOff={zoom === 1}
          onClick={() => setZoom(1)}
        />
        <Tool text="+" label={t('page.zoom-in')} isOff={zoom === ZOOMS.at(-1)} onClick={() => step(1)} />
        <Tool
          text="⟳"
          label={t('page.rotate')}
          isOff={false}
          onClick={() => setRotation(((rotation + 90) % 360) as Rotation)}
        />
        <Original company={company} invoice={invoice} />
      </div>
      <div className="document-body">
        {pages > 1 && <PageStrip {...{ company, invoice, pages, page, onSplit }} onPage={setPage} />}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="scroller" ref={scroller} aria-label={t('page.area')} tabIndex={0}>
          <div className="sheet" style={sheet}>
            <div
              className="turned"
              style={inner}
              ref={turned}
              data-picks={active !== null}
              onPointerDown={(event) => {
                // The field keeps its focus while somebody picks from the page.
                if (event.pointerType !== 'touch') event.preventDefault()
                start.current = { x: event.clientX, y: event.clientY }
              }}
              onPointerMove={onPointerMove}
              onPointerUp={onPointerUp}
              onPointerLeave={() => {
                setUnder(null)
                spots.hover(null)
              }}
            >
              {isMissing ? (
                <p className="no-picture">{t('page.none')}</p>
              ) : (
                <img
                  key={`${invoice.id} ${page}`}
                  draggable={false}
                  alt={t('page.picture', { n: page })}
                  src={picturePath(company, { invoice: invoice.id, page })}
                  onError={() => setMissing(true)}
                />
              )}
              {words &&
                shown.map(({ name, place }) => (
                  <span
                    key={name}
                    className="mark"
                    data-active={name === active}
                    data-hovered={name === hovered}
                    style={placeOf(place.box, size)}
                  />
                ))}
              {under && active !== null && <span className="mark word" style={placeOf(under.box, size)} />}
              {region && <span className="mark region" style={placeOf(boxOf(region), size)} />}
            </div>
          </div>
        </section>
      </div>
      <p className="hint small quiet">
        {active !== null && words ? t('page.fills', { field: word('field', active) }) : ' '}
      </p>
    </section>
  )
}

/** Not offered of what the virus scanner holds: the server would refuse it. */
function Original({ company, invoice }: { company: string; invoice: Invoice }) {
  const { t } = useTexts()
  if (invoice.unreadable?.code === 'malware') return null
  const address = `/api${invoicePath(company, invoice.id)}`
  return (
    <span className="downloads small">
      {invoice.draft?.eInvoice?.origin === 'file' && (
        <a href={`${address}/view`} download>
          {t('review.as-pdf')}
        </a>
      )}{' '}
      <a href={`${address}/original`} download>
        {t('review.original')}
      </a>
    </span>
  )
}

function Tool({ text, label, isOff, onClick }: { text: string; label: string; isOff: boolean; onClick: () => void }) {
  return (
    <Button variant="default" size="compact-sm" aria-label={label} title={label} disabled={isOff} onClick={onClick}>
      {text}
    </Button>
  )
}

function boxOf({ from, to }: { from: Point; to: Point }): Box {
  return [Math.min(from.x, to.x), Math.min(from.y, to.y), Math.max(from.x, to.x), Math.max(from.y, to.y)]
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most))
}
