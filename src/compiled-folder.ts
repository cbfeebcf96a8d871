import { fileURLToPath } from 'node:url'

/** Where Node keeps what it has compiled, for the next start; src/sandbox/use-compiled.mjs names the same folder. */
export const COMPILED_FOLDER = fileURLToPath(new URL('../node_modules/.cache/billhook/compiled', import.meta.url))
