import { BarChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import type { Overview } from '../../../http/workspace-shapes.ts'
import { Sheet } from '../pages/sheet.tsx'
import { useTexts } from '../texts/texts.tsx'
import { Figures } from './figures.tsx'

const BUCKETS = ['overdue', 'week', 'month', 'later', 'undated'] as const
const BLOCKERS = ['review', 'approval', 'posting', 'payment'] as const
/** Dark to light, so that the order is seen without colour too; each has its word in the legend. */
const SHADES = ['billhook.9', 'billhook.7', 'billhook.5', 'billhook.3']

/** A bar of nothing can not stand on a logarithmic scale. */
const LEAST_SECONDS = 0.1

/** The table beside it says the same, so the drawing takes no focus of its own. */
const PLAIN = { maxBarWidth: 60, barChartProps: { accessibilityLayer: false } }

/** Figures of the last twelve weeks; every chart has its table and its CSV. */
export function OverviewPage() {
  const { t } = useTexts()
  return (
    <Sheet<Overview> title={t('overview.title')} path="overview">
      {(overview) => (
        <div className="figures">
          <Weeks weeks={overview.weeks} />
          <Aging aging={overview.aging} />
          <Stages stages={overview.stages} />
          <Corrections corrections={overview.corrections} />
          <Touchless touchless={overview.touchless} />
        </div>
      )}
    </Sheet>
  )
}

function Weeks({ weeks }: Pick<Overview, 'weeks'>) {
  const { t, date, amount, number } = useTexts()
  // Sums of several currencies can not stand in one drawing: that of most invoices does, all of them in the table.
  const [main = ''] = countOf(weeks, ({ currency }) => currency)
    .sort((a, b) => b[1] - a[1])
    .map(([currency]) => currency)
  const byWeek = countOf(weeks, ({ week }) => week).map(([week, count]) => ({
    week: date(week),
    count,
    amount: Number(weeks.find((row) => row.week === week && row.currency === main)?.amount ?? 0),
  }))
  return (
    <Figures
      title={t('overview.weeks')}
      name="weeks"
      columns={[t('overview.week'), t('overview.invoices'), t('overview.amount'), t('overview.currency')]}
      rows={weeks.map((row) => [row.week, String(row.invoices), row.amount, row.currency])}
      show={([week = '', invoices, sum = '', currency = '']) => [
        date(week),
        number(Number(invoices)),
        amount(sum),
        currency,
      ]}
      chart={
        <>
          <BarChart
            h={160}
            data={byWeek}
            dataKey="week"
            yAxisProps={{ allowDecimals: false }}
            yAxisLabel={t('overview.invoices')}
            series={[{ name: 'count', label: t('overview.invoices'), color: 'billhook.7' }]}
            withBarValueLabel
            {...PLAIN}
            barProps={{ isAnimationActive: false }}
          />
          <BarChart
            h={160}
            data={byWeek}
            dataKey="week"
            yAxisProps={{ tickFormatter: (sum: number) => number(sum) }}
            yAxisLabel={main}
            series={[{ name: 'amount', label: main, color: 'billhook.9' }]}
            valueFormatter={(sum) => amount(sum.toFixed(2))}
            withBarValueLabel
            {...PLAIN}
            barProps={{ isAnimationActive: false }}
          />
        </>
      }
    />
  )
}

type Week = Overview['weeks'][number]
/** Invoices by what `keyOf` says of a row, in the order of the rows. */
function countOf(rows: readonly Week[], keyOf: (row: Week) => string): [string, number][] {
  return [...Map.groupBy(rows, keyOf)].map(([key, group]) => [
    key,
    group.reduce((sum, { invoices }) => sum + invoices, 0),
  ])
}

function Aging({ aging }: Pick<Overview, 'aging'>) {
  const { t, amount, number } = useTexts()
  const data = BUCKETS.map((bucket) => {
    const counts = BLOCKERS.map((blocker): [string, number] => {
      const rows = aging.filter((row) => row.bucket === bucket && row.blocker === blocker)
      return [blocker, rows.reduce((sum, { invoices }) => sum + invoices, 0)]
    })
    return { bucket: t(`bucket.${bucket}`), ...Object.fromEntries(counts) }
  })
  return (
    <Figures
      title={t('overview.aging')}
      name="aging"
      columns={[
        t('overview.bucket'),
        t('overview.blocker'),
        t('overview.invoices'),
        t('overview.amount'),
        t('overview.currency'),
      ]}
      rows={aging.map((row) => [row.bucket, row.blocker, String(row.invoices), row.amount, row.currency])}
      show={([bucket, blocker, invoices, sum = '', currency = '']) => [
        t(`bucket.${bucket as (typeof BUCKETS)[number]}`),
        t(`blocker.${blocker as (typeof BLOCKERS)[number]}`),
        number(Number(invoices)),
        amount(sum),
        currency,
      ]}
      chart={
        <BarChart
          h={220}
          data={data}
          dataKey="bucket"
          xAxisProps={{ interval: 0, fontSize: 11 }}
          type="stacked"
          withLegend
          series={BLOCKERS.map((blocker, index) => ({
            name: blocker,
            label: t(`blocker.${blocker}`),
            color: SHADES[index] ?? 'gray',
          }))}
          {...PLAIN}
          barProps={{ isAnimationActive: false, stroke: 'var(--ink)' }}
        />
      }
    />
  )
}

function Stages({ stages }: Pick<Overview, 'stages'>) {
  const { t, word, number } = useTexts()
  const duration = (seconds: string | undefined) => writeDuration(Number(seconds))
  const data = stages.map(({ status, medianSeconds, slowSeconds }) => ({
    status: word('status', status),
    median: Math.max(LEAST_SECONDS, medianSeconds),
    slow: Math.max(LEAST_SECONDS, slowSeconds),
  }))
  return (
    <Figures
      title={t('overview.stages')}
      name="stages"
      columns={[t('overview.status'), t('overview.moves'), t('overview.median'), t('overview.slow')]}
      rows={stages.map((row) => [
        row.status,
        String(row.moves),
        row.medianSeconds.toFixed(3),
        row.slowSeconds.toFixed(3),
      ])}
      show={([status = '', moves, median, slow]) => [
        word('status', status),
        number(Number(moves)),
        duration(median),
        duration(slow),
      ]}
      chart={
        <BarChart
          h={Math.max(160, data.length * 44)}
          data={data}
          dataKey="status"
          orientation="vertical"
          withLegend
          yAxisProps={{ width: 130 }}
          // From parts of a second to weeks.
          xAxisProps={{ scale: 'log', domain: [LEAST_SECONDS, 'auto'], tickFormatter: writeDuration }}
          valueFormatter={writeDuration}
          series={[
            { name: 'median', label: t('overview.median'), color: 'billhook.9' },
            { name: 'slow', label: t('overview.slow'), color: 'billhook.3' },
          ]}
          withBarValueLabel
          {...PLAIN}
          barProps={{ isAnimationActive: false, stroke: 'var(--ink)' }}
        />
      }
    />
  )
}

function Corrections({ corrections }: Pick<Overview, 'corrections'>) {
  const { t, word, number } = useTexts()
  const byField = [...Map.groupBy(corrections, ({ field }) => field)].map(([field, rows]) => ({
    field: word('field', field),
    count: rows.reduce((sum, { count }) => sum + count, 0),
  }))
  return (
    <Figures
      title={t('overview.corrections')}
      name="corrections"
      columns={[t('overview.field'), t('field.supplierName'), t('overview.count')]}
      rows={corrections.map((row) => [row.field, row.supplier, String(row.count)])}
      show={([field = '', supplier = '', count]) => [word('field', field), supplier, number(Number(count))]}
      chart={
        <BarChart
          h={Math.max(120, byField.length * 34)}
          data={byField}
          dataKey="field"
          orientation="vertical"
          yAxisProps={{ width: 130 }}
          xAxisProps={{ allowDecimals: false }}
          series={[{ name: 'count', label: t('overview.count'), color: 'billhook.7' }]}
          withBarValueLabel
          {...PLAIN}
          barProps={{ isAnimationActive: false }}
        />
      }
    />
  )
}

function Touchless({ touchless: { posted, untouched } }: Pick<Overview, 'touchless'>) {
  const { t, number } = useTexts()
  return (
    <Figures
      title={t('overview.touchless')}
      name="touchless"
      columns={[t('overview.hand'), t('overview.invoices')]}
      rows={
        posted === 0
          ? []
          : [
              [t('overview.untouched'), String(untouched)],
              [t('overview.touched'), String(posted - untouched)],
            ]
      }
      show={([hand = '', count]) => [hand, number(Number(count))]}
      chart={
        <>
          <p className="big">{Math.round((untouched / posted) * 100)} %</p>
          <p className="quiet">{t('overview.touchless-of', { n: number(untouched), all: number(posted) })}</p>
        </>
      }
    />
  )
}

function writeDuration(seconds: number): string {
  if (seconds < 120) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`
}
