/** `npm run bench`: every measurement beside its peer in one run; results go to bench/results/ with machine and date, and as a table to the README. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { analysis } from './analysis.ts'
import { burst } from './arrivals.ts'
import { backups } from './backup.ts'
import { campaign } from './campaign.ts'
import { duplicates } from './duplicates.ts'
import { absence, erasures } from './erasure.ts'
import { makeHeavy, rowsOfOne } from './heavy.ts'
import { history } from './history.ts'
import { imports } from './import.ts'
import { inference } from './inference.ts'
import { exports, packages } from './package.ts'
import { pointRead } from './point-read.ts'
import { predicates } from './predicates.ts'
import { readings } from './reading-report.ts'
import { type BenchServer, benchServer, fill } from './register.ts'
import { type Line, type Result, withTable } from './report.ts'
import { retention } from './retention.ts'
import { segments } from './segments.ts'
import { starts } from './start.ts'
import { intake } from './visits.ts'
import { monthReport } from './visits-report.ts'

const usage = `usage: npm run bench -- [point-read] [predicates] [history] [import] [backup] [package] [erasure] [retention] [segments] [inference] [analysis] [campaign] [start] [arrivals] [visits] [read] [duplicates] [--sizes 10000,100000,1000000] [--page]`
const onServer = [
  'point-read',
  'predicates',
  'history',
  'import',
  'backup',
  'package',
  'erasure',
  'retention',
  'segments',
  'inference',
  'analysis',
  'campaign',
]
const everything = [...onServer, 'start', 'arrivals', 'visits']

const { values, positionals } = parseArgs({
  options: { sizes: { type: 'string', default: '10000,100000' }, page: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const chosen = positionals.length === 0 ? everything : positionals
if (chosen.some(name => ![...everything, 'read', 'duplicates'].includes(name))) {
  console.error(usage)
  process.exit(2)
}
const sizes = values.sizes.split(',').map(Number)

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
const date = new Date().toISOString().slice(0, 10)
const part = chosen === everything ? '' : `-${chosen.join('-')}`
const folder = join(import.meta.dirname, 'results')
const file = join(folder, `${date}${part}.json`)

const lines: Line[] = []
/** Kept at once: a later measurement that fails takes nothing with it. */
const tell = (line: Line) => {
  lines.push(line)
  console.log(`${line.what} · ${line.persons ?? ''} · ${line.figure} · ${line.beside}`)
  writeFileSync(file, `${JSON.stringify({ date, machine, lines }, null, 2)}\n`)
}

const times = (ratio: number) => `${ratio.toFixed(2)}×`
const perSecond = (speed: number) => `${Math.round(speed).toLocaleString('en')}/s`

async function measureFilled(server: BenchServer, persons: number): Promise<void> {
  const register = await server.register(`filled_${persons}`)
  try {
    await fill(register, persons)
    if (chosen.includes('point-read'))
      for (const width of [16, 64, 256])
        for (const { subject, peer, ratio } of await pointRead(register, width))
          tell({
            what: `${subject.name}, ${width} at once`,
            persons,
            figure: times(ratio.median),
            beside: `${perSecond(subject.perSecond)} beside ${perSecond(peer.perSecond)} (${peer.name}); ${times(ratio.min)}–${times(ratio.max)}`,
          })
    if (chosen.includes('predicates'))
      for (const { predicate, subject, peer, ratio, sequentialScan } of await predicates(register, persons))
        tell({
          what: `Question: ${predicate}`,
          persons,
          figure: `${times(ratio)} the time`,
          beside: `${subject.toFixed(2)} ms beside ${peer.toFixed(2)} ms${sequentialScan ? ', SEQUENTIAL SCAN' : ''}`,
        })
    if (chosen.includes('history'))
      for (const { subject, peer, ratio } of await history(register))
        tell({
          what: subject.name,
          persons,
          figure: times(ratio.median),
          beside: `${perSecond(subject.perSecond)} beside ${perSecond(peer.perSecond)} (${peer.name}); ${times(ratio.min)}–${times(ratio.max)}`,
        })
  } finally {
    await register.close()
  }
}

async function measureSegments(server: BenchServer, persons: number): Promise<void> {
  const register = await server.register(`segments_${persons}`)
  try {
    await fill(register, persons)
    for (const { what, figure, beside } of await segments(register)) tell({ what, persons, figure, beside })
  } finally {
    await register.close()
  }
}

async function measureInference(server: BenchServer, persons: number): Promise<void> {
  const register = await server.register(`inference_${persons}`)
  try {
    await fill(register, persons)
    for (const { what, figure, beside } of await inference(register)) tell({ what, persons, figure, beside })
  } finally {
    await register.close()
  }
}

async function measureAnalysis(server: BenchServer, persons: number): Promise<void> {
  const register = await server.register(`analysis_${persons}`)
  try {
    await fill(register, persons)
    for (const { what, figure, beside } of await analysis(register, persons)) tell({ what, persons, figure, beside })
  } finally {
    await register.close()
  }
}

async function measureCampaign(server: BenchServer, persons: number): Promise<void> {
  const register = await server.register(`campaign_${persons}`)
  try {
    const { checked, bare } = await campaign(register, persons)
    tell({
      what: 'Campaign over SMTP, the gate asked and a row kept for each',
      persons,
      figure: perSecond(checked),
      beside: `${perSecond(bare)} without checks, ${times(checked / bare)}`,
    })
  } finally {
    await register.close()
  }
}

async function measureBackup(server: BenchServer, persons: number): Promise<void> {
  const register = await server.register(`backup_${persons}`)
  try {
    await fill(register, persons)
    const { bytes, fileBytes, backup, copyOut, restore, copyIn, memory } = await backups(register, server.home)
    const speed = (seconds: number) => `${perSecond(persons / seconds)}, ${Math.round(bytes / 1e6 / seconds)} MB/s`
    const grown = (more: number) => `${Math.round(more / 2 ** 20)} MiB more memory`
    tell({
      what: 'Backup of the whole register',
      persons,
      figure: speed(backup),
      beside: `${times(copyOut / backup)} a bare COPY (${speed(copyOut)}); ${Math.round(bytes / 1e6)} MB of rows in ${Math.round(fileBytes / 1e6)} MB; ${grown(memory.backup)}`,
    })
    tell({
      what: 'Restore drill, whole, compared and with its indexes',
      persons,
      figure: speed(restore),
      beside: `${times(copyIn / restore)} a bare COPY without indexes (${speed(copyIn)}); ${grown(memory.restore)}`,
    })
  } finally {
    await register.close()
  }
}

/** The heaviest are a twentieth of the persons, a thousand at most. */
async function measureRights(server: BenchServer, persons: number): Promise<void> {
  const register = await server.register(`rights_${persons}`)
  try {
    await fill(register, persons)
    const heavy = await makeHeavy(register, Math.min(1000, persons / 20))
    const about = `of ${rowsOfOne} rows`
    const ms = (value: number) => `${value.toFixed(0)} ms`
    if (chosen.includes('package')) {
      const { copy, byHand, ratio } = await packages(register, server.home, heavy)
      tell({
        what: 'Copy of Art. 15 of one of the heaviest',
        persons: heavy.length,
        figure: `${ms(copy.median)}, p99 ${ms(copy.p99)}`,
        beside: `${times(ratio)} the time of hand-written SQL of the same rows (${ms(byHand.median)}, p99 ${ms(byHand.p99)}); ${about}, ${Math.round(copy.kilobytes)} kB of JSON`,
      })
      const { persons: listed, file, copy: bare } = await exports(register, server.home, persons)
      tell({
        what: 'List as a file, with names, addresses and last changes',
        persons: listed,
        figure: perSecond(listed / file),
        beside: `${times(bare / file)} a COPY of the same columns without sources or looks (${perSecond(listed / bare)})`,
      })
    }
    if (chosen.includes('erasure')) {
      const { subject, peer, ratio } = await erasures(register, server.home, heavy)
      tell({
        what: 'Erasure upon request of the heaviest, 4 at once',
        persons: heavy.length,
        figure: perSecond(subject.perSecond),
        beside: `${times(1 / ratio.median)} the time of a bare cascade (${perSecond(peer.perSecond)}); ${about}, with suppression, certificate and ledger`,
      })
      for (const { after, seconds, inData, inLog } of await absence(register))
        tell({
          what: `Traces of the erased on the disk: ${after}`,
          persons: heavy.length,
          figure: `${inData + inLog}`,
          beside: `${inData} in data files, ${inLog} in the write-ahead log; ${seconds.toFixed(1)} s after the last erasure`,
        })
    }
  } finally {
    await register.close()
  }
}

async function measureRetention(server: BenchServer, persons: number): Promise<void> {
  const register = await server.register(`retention_${persons}`)
  try {
    await fill(register, persons)
    const { removed, reads, p99 } = await retention(register, server.home)
    tell({
      what: 'Reads for a purpose while retention removes, 8 at once',
      persons,
      figure: times(reads.ratio),
      beside: `reads alone; ${times(reads.min)}–${times(reads.max)}, p99 ${p99.beside.toFixed(1)} ms beside ${p99.alone.toFixed(1)} ms; ${times(reads.besideDelete)} beside one big DELETE`,
    })
    tell({
      what: 'Retention removes rows with their history, while nobody works',
      persons,
      figure: perSecond(removed.alone),
      beside: `${perSecond(removed.perSecond)} beside the reads; ${removed.rows.toLocaleString('en')} of a category; ${times(removed.alone / removed.byDelete)} one big DELETE without rules, history or ledger (${perSecond(removed.byDelete)})`,
    })
  } finally {
    await register.close()
  }
}

async function measureImport(server: BenchServer, persons: number): Promise<void> {
  const register = await server.register(`import_${persons}`)
  try {
    const { endToEnd, writing, copy, upsert } = await imports(register, server.home, persons)
    tell({
      what: 'Import, end to end, with provenance',
      persons,
      figure: perSecond(endToEnd),
      beside: `${times(endToEnd / upsert)} an upsert a row (${perSecond(upsert)})`,
    })
    tell({
      what: 'Import, writing',
      persons,
      figure: perSecond(writing),
      beside: `${times(writing / copy)} a COPY into a bare table with key and unique address (${perSecond(copy)})`,
    })
  } finally {
    await register.close()
  }
}

if (chosen.includes('duplicates')) await duplicates(tell, sizes)
if (chosen.includes('read')) for (const line of readings(console.log)) tell(line)
const server = chosen.some(name => onServer.includes(name)) ? await benchServer() : undefined
try {
  for (const persons of sizes) {
    if (server === undefined) break
    if (chosen.some(name => ['point-read', 'predicates', 'history'].includes(name)))
      await measureFilled(server, persons)
    if (chosen.includes('import')) await measureImport(server, persons)
    if (chosen.includes('backup')) await measureBackup(server, persons)
    if (chosen.includes('package') || chosen.includes('erasure')) await measureRights(server, persons)
    if (chosen.includes('retention')) await measureRetention(server, persons)
    if (chosen.includes('segments')) await measureSegments(server, persons)
    if (chosen.includes('inference')) await measureInference(server, persons)
    if (chosen.includes('analysis')) await measureAnalysis(server, persons)
    if (chosen.includes('campaign')) await measureCampaign(server, persons)
  }
} finally {
  await server?.stop()
}
if (chosen.includes('start')) {
  const { firstStart, laterStart, application, database, script } = await starts()
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`
  tell({
    what: 'Start to /readyz',
    figure: seconds(laterStart),
    beside: `${seconds(firstStart)} the first time, when the database is made`,
  })
  tell({
    what: 'Idle memory',
    figure: `${Math.round(application)} MiB application`,
    beside: `${Math.round(database)} MiB database`,
  })
  if (script !== undefined)
    tell({
      what: 'Script of the first staff screen',
      figure: `${Math.round(script)} kB gzipped`,
      beside: 'public pages: none',
    })
}

if (chosen.includes('arrivals')) {
  const {
    webhooks,
    takenIn,
    written,
    perSecond: taken,
    barePerSecond,
    readBefore,
    readDuring,
    lost,
  } = await burst(10_000)
  const read = ([middle, slow]: readonly [number, number]) => `${middle.toFixed(1)} ms (95 %: ${slow.toFixed(1)} ms)`
  tell({
    what: `A burst of ${webhooks.toLocaleString('en')} webhooks, taken in`,
    figure: perSecond(taken),
    beside: `${times(taken / barePerSecond)} a bare HTTP server (${perSecond(barePerSecond)}); answered in ${takenIn.toFixed(0)} s, written in ${written.toFixed(0)} s, ${lost} lost`,
  })
  tell({
    what: 'A list of customers during the burst',
    figure: `${times(readDuring[0] / readBefore[0])} the time`,
    beside: `${read(readDuring)} beside ${read(readBefore)} before it`,
  })
}

if (chosen.includes('visits')) await measureVisits()

async function measureVisits(): Promise<void> {
  const { perSecond: taken, barePerSecond, ratio, answered, readBefore, readDuring, lost } = await intake()
  const ms = ([middle, slow]: readonly [number, number]) => `${middle.toFixed(1)} ms (high: ${slow.toFixed(1)} ms)`
  tell({
    what: 'Pages seen, taken in over HTTP and on the disk before the answer',
    figure: `${times(ratio.median)} bare HTTP`,
    beside: `${perSecond(taken)} beside ${perSecond(barePerSecond)} of a server that only reads the body; ${times(ratio.min)}–${times(ratio.max)}; answered in ${ms(answered)}; ${lost} lost`,
  })
  tell({
    what: 'A list of customers while pages flood in',
    figure: `${times(readDuring[0] / readBefore[0])} the time`,
    beside: `${ms(readDuring)} beside ${ms(readBefore)} before it`,
  })
  const server = await benchServer()
  try {
    const register = await server.register('visits')
    const { pages, counts, report, filtered, fromPages, addingUp, goals } = await monthReport(register, 4_000_000)
    tell({
      what: 'Report of a month of visits, with three goals, beside the month before',
      figure: `${report.toFixed(0)} ms`,
      beside: `${times(fromPages / report)} faster than from the pages (${fromPages.toFixed(0)} ms); ${pages.toLocaleString('en')} pages in ${counts.toLocaleString('en')} counts; of telephones ${filtered.device.toFixed(0)} ms, of searches ${filtered.source.toFixed(0)} ms, of one page ${filtered.path.toFixed(0)} ms; added up in ${addingUp.toFixed(0)} s, goals reckoned in ${goals.toFixed(0)} s`,
    })
    await register.close()
  } finally {
    await server.stop()
  }
}

if (lines.length > 0) console.log(`\n${file}`)
if (values.page) {
  const results = readdirSync(folder).map((name): Result => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  const page = join(import.meta.dirname, '..', 'docs', 'measured.md')
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), results))
}
