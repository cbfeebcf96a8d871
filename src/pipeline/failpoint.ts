/** The places between two steps where a crash test may end the process; nothing else may depend on them. */
export const FAILPOINTS = [
  'intake.kept',
  'intake.committed',
  'stage.ran',
  'stage.moved',
  'pieces.written',
  'effect.intended',
  'effect.called',
  'message.sent',
] as const
export type Failpoint = (typeof FAILPOINTS)[number]
export type ReachFailpoint = (point: Failpoint) => void | Promise<void>

/**
 * Kills this process, as a power cut would, when the named point is reached for the nth time: "stage.moved:3". Set only by crash tests.
 */
export function killAt(setting: string): ReachFailpoint {
  const [point, count = '1'] = setting.split(':')
  let left = Number(count)
  return (reached) => {
    if (reached === point && --left === 0) process.kill(process.pid, 'SIGKILL')
  }
}
