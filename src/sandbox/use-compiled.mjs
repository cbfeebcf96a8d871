/**
 * Loaded before a child's own code: takes compiled code from the cache, where somebody has left it. Plain JavaScript, for the compiler of
 * TypeScript is a part of what is saved.
 */
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// A copy of src/compiled-folder.ts, which as TypeScript can't be imported here.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/billhook/compiled', import.meta.url)))
