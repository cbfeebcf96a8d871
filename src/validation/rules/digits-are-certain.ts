import { FieldName } from '../../../schemas/draft.ts'
import { MISREAD_DIGITS } from '../../extraction/misread/other-readings.ts'
import { FIELD_WORDS, type Rule } from '../rule.ts'

/** No other reading of a recognized number fits the bill better than the one that was taken. */
export const digitsAreCertain: Rule = (draft) =>
  FieldName.options.flatMap((field) => {
    const read = draft.fields[field]
    const other = read?.alternatives.find(({ reader }) => reader === MISREAD_DIGITS)
    if (!read || !other || read.source === 'person' || other.value === read.value) return []
    const message =
      read.source === MISREAD_DIGITS
        ? `The ${FIELD_WORDS[field]} "${read.value}" was not read so but worked out: the page seems to say "${other.value}", which fits nothing (${other.because}).`
        : `The ${FIELD_WORDS[field]} was read as "${read.value}", but a digit of it may have been misread: as "${other.value}" it fits (${other.because}).`
    return [{ severity: 'warning', field, message: `${message} Compare with the page and choose one.` }]
  })
