/** The module of the child process in which transcripts become drafts: a long one takes seconds, in which the server would answer nobody. */
import type { Transcript } from '../../schemas/transcript.ts'
import { type ExtractionContext, extract } from '../extraction/index.ts'
import { serveTasks } from '../sandbox/serve-tasks.ts'

type ExtractInput = { transcript: Transcript; context: ExtractionContext }

serveTasks({ extract: async ({ transcript, context }: ExtractInput) => extract(transcript, context) })
