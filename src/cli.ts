import { enableCompileCache } from 'node:module'
import { Command, Option } from 'commander'
import { restartLean } from './commands/restart-lean.ts'
import { COMPILED_FOLDER } from './compiled-folder.ts'
import { isBillhookError } from './errors.ts'

// A quarter of a start is compiling what was compiled the time before. Where the folder can't be written, nothing is cached.
enableCompileCache(COMPILED_FOLDER)

// Commands load what they need when they run: `read` starts no server code, `serve` no OCR.
const program = new Command('billhook').description(
  'Takes in supplier invoices, reads them, gets them approved, posts them once.',
)

program
  .command('serve', { isDefault: true })
  .description('serve people, the API and incoming mail, and do the work')
  .option('--no-work', 'only serve; other processes work')
  .hook('preAction', restartLean)
  .action(async (options: { work: boolean }) => (await import('./commands/serve.ts')).serveCommand(options))

program
  .command('work')
  .hook('preAction', restartLean)
  .argument('[stages...]', 'which work to take; all when none is named')
  .description('work without serving, beside other processes (needs DATABASE_URL)')
  .action(async (stages: string[]) => (await import('./commands/work.ts')).workCommand(stages))

program
  .command('read')
  .argument('<files...>')
  .description('read invoices and print them; no server, no database')
  .option('--jsonl', 'one JSON line for each invoice')
  .option('--own-name <name...>', 'names of the company that pays: never the supplier')
  .option('--own-vat-id <id...>', 'its VAT ids')
  .option('--password <password...>', 'for protected PDFs; seen by others in the list of processes, so rather:')
  .option('--passwords-from <file>', 'for protected PDFs, one a line')
  .addOption(new Option('--ocr-languages <codes>', 'tesseract codes with commas (default: all that there is data for)'))
  .action(async (files: string[], options) => {
    process.exitCode = await (await import('./commands/read.ts')).readCommand(files, options)
  })

program
  .command('send')
  .argument('<files...>')
  .description('send files to a running server')
  .option('--url <url>', 'its address (default: the server on this data folder)')
  .option('--key <key>', 'an API key')
  .option('--company <company>', 'whose invoices they are')
  .action(async (files: string[], options) => {
    process.exitCode = await (await import('./commands/send.ts')).sendCommand(files, options)
  })

program
  .command('sign-in')
  .argument('<email>', 'of somebody who belongs to a company here')
  .description('print a one-time link that signs them in, where no mail leaves')
  .action(async (email: string) => (await import('./commands/sign-in.ts')).signInCommand(email))

program
  .command('demo')
  .description('start with an empty data folder, send a dozen invoices by HTTP and SMTP, show them move')
  .action(async () => (await import('./commands/demo.ts')).demoCommand())

program
  .command('doctor')
  .description('check every promise against the records: nothing lost, nothing twice, chain intact')
  .option(
    '--after-restore',
    'the audit trail is that of an older database, restored on purpose: compare with it from now on',
  )
  .action(async (options: { afterRestore?: boolean }) => {
    process.exitCode = await (await import('./commands/doctor.ts')).doctorCommand(options)
  })

program
  .command('export')
  .argument('<invoice>', "the invoice's id")
  .option('--to <folder>', 'where to (default: evidence-INVOICE here)')
  .description('write everything known about an invoice into a folder, to be checked without Billhook')
  .action(async (invoice: string, options: { to?: string }) => {
    process.exitCode = await (await import('./commands/export.ts')).exportCommand(invoice, options)
  })

program
  .command('verify')
  .argument('<pack>', 'a folder that billhook export wrote')
  .description('check such a folder: no server, no database')
  .action(async (pack: string) => {
    process.exitCode = await (await import('./commands/verify.ts')).verifyCommand(pack)
  })

program
  .command('torture')
  .description('kill a Billhook again and again and compare what it promised with what it has')
  .option('--kills <n>', 'how often', '20')
  .option('--seed <seed>', 'repeats a run')
  .option('--large', 'a server and two workers on PostgreSQL, Redis and S3 instead of one embedded process')
  .option('--parts <list>', 'as --large, but only with these: postgres[,redis][,s3]')
  .option('--rest <ms>', 'between two documents of the supplier (default: 300)')
  .option('--outages <n>', 'with --large: how often each of the three fails')
  .option('--acknowledgements <n>', 'instead: trace so many uploads and mails, whether synced before acknowledged')
  .option('--planted [name]', 'instead: plant bugs in a copy of the source; whether the tests find them')
  .action(async (options) => {
    process.exitCode = await (await import('./commands/torture.ts')).tortureCommand(options)
  })

const bench = program.command('bench').description('measure')
bench
  .command('accuracy')
  .argument('<directories...>', 'folders with manifest.json and files/')
  .option('--show', 'list what is wrong')
  .option('--cached', 'words of files that this code recognized before come from a cache; times say nothing then')
  .option('--json <file>', 'where every value with its confidence is written', 'data/accuracy.json')
  .option('--compare <file>', 'the JSON of an earlier run: list what changed, document by document')
  .description('how well fields are read, how far their confidence can be trusted')
  .action(async (directories: string[], options) => {
    process.exitCode = await (await import('./bench/accuracy.ts')).benchAccuracy(directories, options)
  })
bench
  .command('extraction')
  .description('processor time and memory of reading the words of invoices of one to two hundred pages')
  .action(async () => {
    process.exitCode = await (await import('./bench/extraction.ts')).benchExtraction()
  })
bench
  .command('learning')
  .description('what one corrected bill of a supplier is worth for the next ones')
  .option('--suppliers <n>', 'of odd papers', '20')
  .option('--next <n>', 'bills of each after the first', '5')
  .option('--seed <seed>', 'other suppliers', '1')
  .option('--known <n>', 'suppliers among which it is asked whose a document is', '5000')
  .action(async (options) => {
    process.exitCode = await (await import('./bench/learning.ts')).benchLearning(options)
  })
bench
  .command('load')
  .description('acknowledgements under OCR, mails a second, memory, how a backlog drains')
  .option('--seconds <n>', 'how long each measurement takes', '20')
  .option('--rate <n>', 'uploads a second', '10')
  .option('--connections <n>', 'SMTP connections at once', '8')
  .option('--backlog <n>', 'only how so many deliveries are taken and drain', '0')
  .option('--large', 'a server and a worker on PostgreSQL, Redis and S3')
  .action(async (options) => {
    process.exitCode = await (await import('./bench/load.ts')).benchLoad(options)
  })
bench
  .command('records')
  .description('lists, searches and metrics with a thousand to a million invoices on PostgreSQL')
  .option('--invoices <n>', 'the largest books; smaller ones before: 1,000, 10,000, 100,000', '1000000')
  .option('--requests <n>', 'of each kind in each round, and as many with four at once', '20')
  .option('--rounds <n>', 'how often each kind takes its turn', '3')
  .option('--lives <n>', 'invoices led from arrival to payment', '100')
  .option('--metrics <n>', 'looks at /metrics, five seconds apart', '5')
  .action(async (options) => {
    process.exitCode = await (await import('./bench/records.ts')).benchRecords(options)
  })

bench
  .command('hostile')
  .argument('[directories...]', 'folders with a manifest of hostile files, beside those made here; of good invoices')
  .option('--family <name>', 'only this family of the files made here; none: only those of the folders')
  .option('--all', 'print every file, not only those that fail')
  .option('--benign', 'the folders hold good invoices: print what is held of them, or not read')
  .description('what becomes of hostile files')
  .action(async (directories: string[], options) => {
    process.exitCode = options.benign
      ? await (await import('./bench/hostile-benign.ts')).benchBenign(directories)
      : await (await import('./bench/hostile.ts')).benchHostile(directories, options)
  })

bench
  .command('recognition')
  .argument('[directories...]', 'folders with scans, beside the pages made here')
  .description('how fast documents are read and how much memory that takes, beside OCRmyPDF, tesseract and pdftotext')
  .option('--runs <n>', 'how often each takes its turn', '3')
  .option('--pages <n>', 'pages of each kind', '6')
  .option('--kinds <list>', 'of pages', 'clean,office,noisy,fax')
  .option('--longest <n>', 'pages of the longest scan', '200')
  .option('--invoices <n>', 'invoices of one page behind a long scan', '16')
  .option('--seed <seed>', 'other pages', '1')
  .option('--only <list>', 'of scans,text,start,length,service')
  .action(async (directories: string[], options) => {
    process.exitCode = await (await import('./bench/recognition.ts')).benchRecognition(directories, options)
  })

bench
  .command('conformance')
  .option('--material <folder>', 'where the suites lie (default: ../shared/einvoices beside the repository)')
  .description('electronic invoices: the rules against the suites of CEN, Peppol and KoSIT')
  .action(async (options: { material?: string }) => {
    process.exitCode = await (await import('./bench/conformance.ts')).benchConformance(options)
  })
bench
  .command('einvoice')
  .option('--seconds <n>', 'how long the small ones are measured', '5')
  .description('electronic invoices: how fast XML is read and validated')
  .action(async (options: { seconds: string }) => {
    process.exitCode = await (await import('./bench/einvoice.ts')).benchEInvoice(options)
  })
bench
  .command('workspace')
  .option('--invoices <n>', 'in the inbox', '10000')
  .option('--reviews <n>', 'gone through one after the other', '20')
  .option('--rounds <n>', 'how often the inbox is opened', '5')
  .description('what a clerk waits for in the browser: first load, inbox, scrolling, from one review to the next')
  .action(async (options) => {
    process.exitCode = await (await import('./bench/workspace.ts')).benchWorkspace(options)
  })
bench
  .command('scaling')
  .description(
    'what 2, 4 and 8 worker processes do against one, on PostgreSQL, Redis and S3, recognition replaced by a sleep',
  )
  .option('--processes <list>', 'numbers of processes', '1,2,4,8')
  .option('--concurrency <n>', 'documents at once in a process (even)', '2')
  .option('--rounds <n>', 'documents for each of those places', '20')
  .option('--repeats <n>', 'how often each is measured', '3')
  .action(async (options) => {
    process.exitCode = await (await import('./bench/scaling.ts')).benchScaling(options)
  })
bench
  .command('stacks')
  .description('how well files of several pages are cut into invoices, on generated files')
  .argument('[directories...]', 'documents that are one each, of which none may be cut')
  .option('--count <n>', 'files of each kind', '40')
  .option('--seed <text>', 'the same seed makes the same files', '1')
  .option('--open', 'of layouts that may be looked at, instead of those that are held back')
  .option('--show', 'list what is not right')
  .action(async (directories, options) => {
    process.exitCode = await (await import('./bench/stacks.ts')).benchStacks(directories, options)
  })

try {
  await program.parseAsync()
} catch (error) {
  // What a person can act on needs no stack; anything else is ours to find.
  console.error(isBillhookError(error) ? error.message : error)
  process.exitCode = 1
}
