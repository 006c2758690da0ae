/** `seloste import FILE …`: a file into the register in one line, by the same steps and the same code as the screen's. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, type Io, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { isId, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Program } from '../http/program.ts'
import type { Basis } from '../notice/notice.ts'
import { scopeFor } from '../register/scope.ts'
import { text } from '../texts/texts.ts'
import type { ImportAnswer } from './answers.ts'
import type { ImportAsking } from './asking.ts'
import { tellOrigin, upload } from './imports.ts'
import { findImport } from './record.ts'
import { originRequest } from './requests.ts'
import { showImport } from './show.ts'
import { preview, run, undo } from './work.ts'

/** In the ledgers, whoever has the server in hand. */
const by = 'command-line'

const options = {
  source: { type: 'string' },
  basis: { type: 'string' },
  purpose: { type: 'string' },
  obtained: { type: 'string' },
  evidence: { type: 'string' },
  'product-group': { type: 'string' },
  arrangement: { type: 'string' },
  'update-only': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
} as const

export const importFile: Command<Program> = {
  name: 'import',
  usage:
    'FILE --source S --basis contract|consent|soft-opt-in|interest|none [--purpose P] [--obtained YYYY-MM-DD] [--evidence TEXT] [--product-group G] [--arrangement ID] [--update-only] [--dry-run]',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [file] = positionals
    if (file === undefined || positionals.length > 1 || !values.source || !values.basis) throw new WrongUsage()
    // A contract or an interest holds whenever the data came; a permit needs its date.
    const dated = values.basis !== 'consent' && values.basis !== 'soft-opt-in'
    if (!dated && !values.obtained) throw new WrongUsage(text(io.lang, 'import.cli.needs-obtained'))
    if (!(await stat(file).catch(() => undefined))?.isFile()) throw new Refused('import.no-file', 'absent', { file })

    const program = await open()
    const origin = originRequest.safeParse({
      source: values.source,
      basis: values.basis,
      obtained: values.obtained ?? dateInHelsinki(program.clock.now()),
      ...(values.evidence && { evidence: values.evidence }),
      ...(values.arrangement && { arrangement: values.arrangement }),
      ...(values['update-only'] && { onlyKnown: true }),
      ...(values['product-group'] && { productGroup: values['product-group'] }),
    })
    if (!origin.success) throw new WrongUsage(origin.error.issues.map(({ path }) => `--${path.join('.')}`).join(' '))
    const ask = await askFor(program, io, values.purpose, origin.data.basis)
    const id = await upload(ask, file, createReadStream(file))
    await tellOrigin(ask, id, dated ? origin.data : { ...origin.data, purpose: ask.purpose })
    await (await preview(ask, id)).finished
    let shown = await showImport(ask, await findImport(ask, id))
    if (shown.problem === null && shown.counts && !values['dry-run']) {
      await (await run(ask, id, shown.counts)).finished
      shown = await showImport(ask, await findImport(ask, id))
    }
    report(io, shown)
    const { problem } = await findImport(ask, id)
    if (problem) throw new Refused(problem.key, 'invalid', problem.args)
  },
}

export const undoImport: Command<Program> = {
  name: 'import undo',
  usage: 'ID',
  run: async (args, io, open) => {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
    const [id] = positionals
    if (id === undefined || positionals.length > 1 || !isId(id)) throw new WrongUsage()
    const program = await open()
    const { rows } = await program.database.app.query<{ purpose: string }>(
      'select purpose from intake.import where id = $1',
      [id],
    )
    if (!rows[0]) throw new Refused('import.absent', 'absent')
    const ask = await askFor(program, io, rows[0].purpose, undefined)
    await (await undo(ask, id)).finished
    const { problem, undo: counts } = await findImport(ask, id)
    if (problem) throw new Refused(problem.key, 'invalid', problem.args)
    io.answer({ import: id, undone: counts })
    if (counts) io.say(text(io.lang, 'import.cli.undone', { ...counts }))
  },
}

/** Works for the purpose that is named, else for the first one that may keep an e-mail address on this basis. */
async function askFor(
  program: Program,
  { lang }: Io,
  named: string | undefined,
  basis: ImportBasis | undefined,
): Promise<ImportAsking> {
  const published = await program.published()
  const purpose = named ?? (basis && (await purposeFor(program, published, basis)))
  if (purpose === undefined) throw new Refused('import.no-purpose', 'invalid', { basis: basis ?? '' })
  const requestId = newId()
  return {
    program,
    purpose,
    published,
    reader: program.database.purpose(purpose),
    token: program.sign({ actor: by, purpose, request: requestId }),
    asker: { kind: 'staff', actor: by },
    lang,
    clock: program.clock,
    requestId,
  }
}

type ImportBasis = 'contract' | 'consent' | 'soft-opt-in' | 'interest' | 'none'

const serving: Readonly<Record<ImportBasis, readonly Basis['kind'][]>> = {
  contract: ['contract'],
  consent: ['consent', 'permission'],
  'soft-opt-in': ['permission'],
  interest: ['interest'],
  none: ['interest', 'legal-obligation', 'contract'],
}

async function purposeFor(
  program: Program,
  published: Awaited<ReturnType<Program['published']>>,
  basis: ImportBasis,
): Promise<string | undefined> {
  for (const { id, seesAll } of published.purposes) {
    if (seesAll) continue
    const { categories } = await scopeFor({ purpose: id, published, program })
    const contacts = categories.find(({ category }) => category.id === 'contact-points')
    const use = contacts?.category.uses.find(({ purpose }) => purpose === id)
    if (contacts?.mayWrite && use && serving[basis].includes(use.basis.kind)) return id
  }
  return undefined
}

/** The counts, and what was left out and why. */
function report(io: Io, shown: ImportAnswer): void {
  const { id, state, fileName, format, counts, refusals, remarks, columns, informBy, problem } = shown
  io.answer({ import: id, state, fileName, format: format?.id ?? null, counts, refusals, remarks, informBy, problem })
  if (counts === null) return
  io.say(
    text(io.lang, state === 'done' ? 'import.cli.done' : 'import.cli.preview', {
      file: fileName,
      tool: format?.name ?? '–',
    }),
  )
  io.say(text(io.lang, 'import.cli.counts', { ...counts }))
  if (counts.alike > 0) io.say(text(io.lang, 'import.cli.alike', { ...counts }))
  if (counts.unknown > 0) io.say(text(io.lang, 'import.cli.unknown', { ...counts }))
  if (counts.barred > 0) io.say(text(io.lang, 'import.cli.barred', { ...counts }))
  for (const { rows, text: why } of refusals) io.say(`  ${rows} × ${why}`)
  for (const { cells, text: why } of remarks) io.say(`  ${cells} × ${why}`)
  if (counts.permits + counts.purchases + counts.permitsUnknown + counts.permitsStopped + counts.objections > 0) {
    io.say(text(io.lang, 'import.cli.permissions', { ...counts }))
  }
  for (const { header, note, samples } of columns) {
    if (note !== null && samples.length > 0) io.say(`  ${header}: ${note}`)
  }
  // A file that told of nobody anew obliges to nothing.
  if (informBy !== null && counts.new + counts.changed > 0)
    io.say(text(io.lang, 'import.cli.inform', { date: informBy }))
  if (state === 'done') io.say(text(io.lang, 'import.cli.how-to-undo', { id }))
}
