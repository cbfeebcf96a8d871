import '../styles/editors.css'
import { useParams } from 'react-router'
import { useHere } from '../frame/session.tsx'
import { useTitle } from '../frame/use-title.ts'
import { Trouble } from '../pages/sheet.tsx'
import { useTexts } from '../texts/texts.tsx'
import { ReviewDesk } from './review-desk.tsx'
import { useReview } from './use-review.ts'

/** One invoice: the page on the left, its fields on the right. */
export function ReviewPage() {
  const { invoice = '' } = useParams()
  // Another invoice is another desk: nothing of the one before may be left on it.
  return <Review key={invoice} invoiceId={invoice} />
}

function Review({ invoiceId }: { invoiceId: string }) {
  const { t } = useTexts()
  const { company } = useHere()
  const review = useReview({ company, invoice: invoiceId })
  const { invoice, error } = review
  useTitle(invoice?.supplierName ?? invoice?.fileName ?? t('review.invoice'))
  if (invoice) return <ReviewDesk review={review} invoice={invoice} />
  return (
    <main id="main" className="page">
      <h1>{t('review.invoice')}</h1>
      {error ? <Trouble error={error} onRetry={() => location.reload()} /> : <p>{t('loading')}</p>}
    </main>
  )
}
