import { defineConfig } from 'vitest/config'

/** What is waited for is told to have failed only when it surely has: machines that run tests are busy. */
const expect = { poll: { timeout: 30_000 } }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,workers,schemas,fixtures}/**/*.test.ts'],
          globalSetup: ['src/database/test-seed.ts'],
          expect,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'int',
          include: ['{src,workers,schemas,fixtures}/**/*.int.ts'],
          globalSetup: ['src/database/test-seed.ts'],
          expect,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
    // Tests start databases, OCR and servers of their own: more files at once than cores only makes each of them slower.
    maxWorkers: 2,
  },
})
