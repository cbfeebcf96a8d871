/** The module of the child process in which mails and archives are taken apart. */
import { serveTasks } from '../sandbox/serve-tasks.ts'
import { parseDelivery } from './parse-delivery.ts'

serveTasks({ parse: parseDelivery })
