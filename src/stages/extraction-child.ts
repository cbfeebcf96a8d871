/** The module of the child process in which transcripts become drafts: a long one takes seconds, in which the server would answer nobody. */
import type { OwnIdentity } from '../../schemas/company.ts'
import type { Transcript } from '../../schemas/transcript.ts'
import { type ExtractionContext, extract } from '../extraction/index.ts'
import { type LessonInput, learnLessons } from '../extraction/lessons/learn-lessons.ts'
import { readStack } from '../extraction/stacks/index.ts'
import { serveTasks } from '../sandbox/serve-tasks.ts'

type ExtractInput = { transcript: Transcript; context: ExtractionContext }
type StackInput = { transcript: Transcript; context: { own: OwnIdentity; asOne: boolean } }

serveTasks({
  extract: async ({ transcript, context }: ExtractInput) => extract(transcript, context),
  learn: async (input: LessonInput) => learnLessons(input),
  'read-stack': async ({ transcript, context }: StackInput) => readStack(transcript, context),
})
