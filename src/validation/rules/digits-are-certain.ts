import { FieldName } from '../../../schemas/draft.ts'
import { MISREAD_DIGITS } from '../../extraction/misread/other-readings.ts'
import { asRead, type Rule } from '../rule.ts'

/** No other reading of a recognized number fits the bill better than the one that was taken. */
export const digitsAreCertain: Rule = (draft) =>
  FieldName.options.flatMap((field) => {
    const read = draft.fields[field]
    const other = read?.alternatives.find(({ reader }) => reader === MISREAD_DIGITS)
    if (!read || !other || read.source === 'person' || other.value === read.value) return []
    const values = {
      field: { word: `field.${field}` },
      value: asRead(field, read.value),
      other: asRead(field, other.value),
      because: { phrases: (other.because ?? '').split(', ') },
    }
    const isWorkedOut = read.source === MISREAD_DIGITS
    return [
      {
        severity: 'warning',
        field,
        says: { text: isWorkedOut ? 'digits-are-certain.worked-out' : 'digits-are-certain', values },
      },
    ]
  })
