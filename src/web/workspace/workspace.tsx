import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createBrowserRouter, Navigate } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { ApiError } from './api/call.ts'
import { inboxQuery } from './api/queries.ts'
import { CompanyFrame } from './frame/company-frame.tsx'
import { Crashed } from './frame/crashed.tsx'
import { FirstCompany } from './frame/first-company.tsx'
import { NoSuchPage } from './frame/no-such-page.tsx'
import { Notices } from './frame/notices.tsx'
import { sessionQuery } from './frame/session.tsx'
import { InboxPage } from './inbox/inbox-page.tsx'
import { TextsProvider } from './texts/texts.tsx'
import { resolveVariables, theme } from './theme.ts'

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; only what may have been an outage is tried again.
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: false,
    },
  },
})

const router = createBrowserRouter(
  [
    { path: '/', Component: FirstCompany, ErrorBoundary: Crashed },
    {
      path: '/:company',
      Component: CompanyFrame,
      ErrorBoundary: Crashed,
      children: [
        {
          ErrorBoundary: Crashed,
          children: [
            { index: true, element: <Navigate to="inbox" replace /> },
            { path: 'inbox', Component: InboxPage },
            {
              path: 'invoices/:invoice',
              lazy: async () => ({ Component: (await import('./review/review-page.tsx')).ReviewPage }),
            },
            {
              path: 'deliveries',
              lazy: async () => ({ Component: (await import('./pages/deliveries-page.tsx')).DeliveriesPage }),
            },
            {
              path: 'approvals',
              lazy: async () => ({ Component: (await import('./pages/approvals-page.tsx')).ApprovalsPage }),
            },
            {
              path: 'suppliers',
              lazy: async () => ({ Component: (await import('./suppliers/suppliers-page.tsx')).SuppliersPage }),
            },
            {
              path: 'suppliers/new',
              lazy: async () => ({ Component: (await import('./suppliers/supplier-page.tsx')).NewSupplierPage }),
            },
            {
              path: 'suppliers/:supplier',
              lazy: async () => ({ Component: (await import('./suppliers/supplier-page.tsx')).SupplierPage }),
            },
            {
              path: 'accounting',
              lazy: async () => ({ Component: (await import('./pages/accounting-page.tsx')).AccountingPage }),
            },
            {
              path: 'overview',
              lazy: async () => ({ Component: (await import('./overview/overview-page.tsx')).OverviewPage }),
            },
            {
              path: 'activity',
              lazy: async () => ({ Component: (await import('./pages/activity-page.tsx')).ActivityPage }),
            },
            {
              path: 'settings',
              lazy: async () => ({ Component: (await import('./settings/settings-page.tsx')).SettingsPage }),
            },
            { path: '*', Component: NoSuchPage },
          ],
        },
      ],
    },
  ],
  { basename: '/workspace' },
)

// What every page needs is asked for before the first of them is drawn.
void client.prefetchQuery(sessionQuery)
const [company] = location.pathname.split('/').slice(2)
if (company) void client.prefetchQuery(inboxQuery(company))

function readNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}

export function Workspace() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      forceColorScheme="light"
      getStyleNonce={readNonce}
    >
      <QueryClientProvider client={client}>
        <TextsProvider>
          <Notices />
          <RouterProvider router={router} />
        </TextsProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
