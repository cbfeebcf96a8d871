import type { FieldName } from '../../../schemas/draft.ts'
import type { EInvoice, Stated } from '../../../schemas/e-invoice.ts'
import { type Rule, says } from './rule.ts'

/** A place where a value must be. */
export type Spot = { value: Stated | undefined /** Of the group it belongs to. */; path: string }

type Demand = {
  id: string
  term: string
  meaning: string
  field?: FieldName
  spots: (invoice: EInvoice) => Spot[]
}

/** A rule that demands a value wherever its group is. */
export function demand({ id, term, meaning, field, spots }: Demand): Rule {
  return {
    id,
    meaning,
    ...(field ? { field } : {}),
    find: (invoice) =>
      spots(invoice)
        .filter(({ value }) => !says(value))
        .map(({ value, path }) => ({
          says: `${term} is ${value ? 'empty' : 'missing'}`,
          values: [{ term, text: '', path: value?.path ?? path }],
        })),
  }
}

export const header =
  (value: (invoice: EInvoice) => Stated | undefined) =>
  (invoice: EInvoice): Spot[] => [{ value: value(invoice), path: invoice.path }]

export const each =
  <Group extends { path: string }>(
    groups: (invoice: EInvoice) => readonly (Group | undefined)[],
    value: (group: Group) => Stated | undefined,
  ) =>
  (invoice: EInvoice): Spot[] =>
    groups(invoice).flatMap((group) => (group ? [{ value: value(group), path: group.path }] : []))

/** Where a whole group must be: its place as a value. */
export const group = (place: { path: string } | undefined): Stated | undefined =>
  place && { text: 'present', path: place.path }
