import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { NavLink, Outlet, useLocation, useNavigate, useParams } from 'react-router'
import { call, formTokenHeader } from '../api/call.ts'
import { useLiveChanges } from '../api/live.ts'
import { inboxQuery } from '../api/queries.ts'
import { LANGUAGES, type Language, type TextKey, useTexts } from '../texts/texts.tsx'
import { DropFiles, UploadButton } from './drop-files.tsx'
import { HealthLine } from './health-line.tsx'
import { HereContext, mayReview, sessionQuery } from './session.tsx'
import { useEscape } from './use-escape.ts'

const Jump = lazy(async () => ({ default: (await import('./jump.tsx')).Jump }))

const PAGES: { path: string; text: TextKey; for?: readonly string[] }[] = [
  { path: 'inbox', text: 'nav.inbox' },
  { path: 'deliveries', text: 'nav.deliveries' },
  { path: 'approvals', text: 'nav.approvals' },
  { path: 'suppliers', text: 'nav.suppliers' },
  { path: 'accounting', text: 'nav.accounting' },
  { path: 'overview', text: 'nav.overview' },
  { path: 'activity', text: 'nav.activity' },
  { path: 'settings', text: 'nav.settings', for: ['admin', 'auditor'] },
]

/** The frame around every page of a company: where one can go, dropping files, live changes. */
export function CompanyFrame() {
  const { t } = useTexts()
  const { company = '' } = useParams()
  const { data: session } = useQuery(sessionQuery)
  const membership = session?.memberships.find(({ companyId }) => companyId === company)
  const here = useMemo(
    () => (session && membership ? { company, membership, session } : null),
    [company, membership, session],
  )
  if (!session) return <p className="page">{t('loading')}</p>
  if (!here) return <p className="page">{t('nothing-here')}</p>
  return (
    <HereContext value={here}>
      <Framed company={company} />
    </HereContext>
  )
}

function Framed({ company }: { company: string }) {
  const { t } = useTexts()
  const { data: session } = useQuery(sessionQuery)
  const { data: inbox } = useQuery(inboxQuery(company))
  const [open, setOpen] = useState(false)
  const menu = useRef<HTMLButtonElement>(null)
  const [jumping, setJumping] = useState(false)
  const location = useLocation()
  useLiveChanges(company)
  useEscape(open && !jumping, () => {
    setOpen(false)
    menu.current?.focus()
  })
  // Another page: the menu of the phone has done its work.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what this waits for
  useEffect(() => setOpen(false), [location.pathname])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.code !== 'KeyK') return
      event.preventDefault()
      setJumping(true)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const membership = session?.memberships.find(({ companyId }) => companyId === company)
  if (!membership || !session) return null
  const pages = PAGES.filter((page) => page.for?.includes(membership.role) ?? true)
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <header className="side" data-open={open}>
        <div className="side-top">
          <NavLink className="brand" to={`/${company}/inbox`}>
            Billhook
          </NavLink>
          <span className="company">{membership.companyName}</span>
          <Button
            ref={menu}
            className="menu-button"
            variant="default"
            size="compact-md"
            aria-expanded={open}
            aria-controls="side-body"
            onClick={() => setOpen(!open)}
          >
            {t('nav.menu')}
          </Button>
        </div>
        <div className="side-body" id="side-body">
          <Button
            variant="default"
            justify="space-between"
            onClick={() => setJumping(true)}
            rightSection={<kbd>Ctrl K</kbd>}
          >
            {t('nav.jump')}
          </Button>
          {mayReview({ company, membership, session }) && <UploadButton />}
          <nav aria-label={t('nav.main')}>
            <ul>
              {pages.map(({ path, text }) => (
                <li key={path}>
                  <NavLink to={`/${company}/${path}`}>
                    {t(text)}
                    {path === 'inbox' && inbox && inbox.rows.length > 0 && (
                      <span className="count">{inbox.rows.length}</span>
                    )}
                  </NavLink>
                </li>
              ))}
              {membership.role === 'admin' && (
                <li>
                  <a href={`/companies/${company}/outbox`}>{t('nav.outbox')}</a>
                </li>
              )}
            </ul>
          </nav>
          <div className="side-end">
            {session.memberships.length > 1 && <CompanyChoice company={company} />}
            <LanguageChoice />
            <span className="quiet small">{session.person.email}</span>
            <Button className="sign-out" variant="subtle" size="compact-sm" onClick={signOut}>
              {t('nav.sign-out')}
            </Button>
          </div>
        </div>
      </header>
      <div className="body">
        <HealthLine />
        <Outlet />
      </div>
      {mayReview({ company, membership, session }) && <DropFiles company={company} />}
      {jumping && (
        <Suspense fallback={null}>
          <Jump pages={pages} onClose={() => setJumping(false)} />
        </Suspense>
      )}
    </div>
  )
}

function CompanyChoice({ company }: { company: string }) {
  const { t } = useTexts()
  const navigate = useNavigate()
  const { data: session } = useQuery(sessionQuery)
  return (
    <NativeSelect
      size="xs"
      aria-label={t('nav.company')}
      value={company}
      data={session?.memberships.map(({ companyId, companyName }) => ({ value: companyId, label: companyName })) ?? []}
      onChange={(event) => navigate(`/${event.currentTarget.value}/inbox`)}
    />
  )
}

function LanguageChoice() {
  const { t, language, choose } = useTexts()
  const choosing = async (chosen: Language) => {
    choose(chosen)
    // Mails to this person follow; that the page speaks it already does not wait for that.
    await call('/session/language', { method: 'PUT', body: { language: chosen } })
  }
  return (
    <NativeSelect
      size="xs"
      aria-label={t('language')}
      value={language}
      data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
      onChange={(event) => void choosing(event.currentTarget.value as Language)}
    />
  )
}

async function signOut(): Promise<void> {
  await fetch('/sign-out', { method: 'POST', headers: formTokenHeader() })
  location.assign('/sign-in')
}
