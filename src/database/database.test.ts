import { describeDatabase } from './database.contract.ts'
import { openTestDatabase } from './open-test-database.ts'

describeDatabase('the embedded PostgreSQL', openTestDatabase)
