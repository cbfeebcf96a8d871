import { type Logger, pino } from 'pino'

/** Structured logs, one JSON object a line on standard error: standard output belongs to a command's result. */
export function openLog(level: string): Logger {
  return pino(
    { level, timestamp: pino.stdTimeFunctions.isoTime, base: null },
    pino.destination({ dest: 2, sync: false }),
  )
}
export type { Logger }
