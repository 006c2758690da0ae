/** `seloste forms list`, `forms make` and `forms show`: which forms take what is sent, and how much came, for whoever runs the server. */

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import type { Program } from '../http/program.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { scopeFor } from '../register/scope.ts'
import { text } from '../texts/texts.ts'
import { refuseUnsound } from './check-content.ts'
import { formContent } from './content.ts'
import {
  countForms,
  type FormCounts,
  type FormRow,
  findForm,
  isOpen,
  listForms,
  listVersions,
  makeForm,
} from './form.ts'
import { pathOf } from './form-page.ts'

const told = ({ program, form, counts }: { program: Program; form: FormRow; counts: FormCounts | undefined }) => ({
  id: form.id,
  name: form.name,
  purpose: form.purpose,
  link: `${program.url}${pathOf(form.address)}`,
  open: isOpen(form, program.clock.now()),
  version: form.version,
  written: counts?.written ?? 0,
  refused: counts?.refused ?? 0,
  unconfirmed: counts?.unconfirmed ?? 0,
})

/** Of all purposes. */
export const formsList: Command<Program> = {
  name: 'forms list',
  usage: '',
  run: async (args, io, open) => {
    parseArgs({ args: [...args], options: {} })
    const program = await open()
    const { app } = program.database
    const forms = await listForms(app, undefined)
    const counts = await countForms(
      app,
      forms.map(({ id }) => id),
      program.clock.now(),
    )
    const lines = forms.map(form => told({ program, form, counts: counts.get(form.id) }))
    io.answer({ forms: lines })
    if (forms.length === 0) io.say(text(io.lang, 'forms.cli.none'))
    for (const { id, name, link, open: isTaking, version, written } of lines) {
      const state = text(io.lang, isTaking ? 'forms.cli.open' : 'forms.cli.closed')
      io.say([id, name, `v${version}`, state, text(io.lang, 'forms.cli.written', { count: written }), link].join('  '))
    }
  },
}

/** From a file, as `forms show --json` gives the content; closed until somebody opens it. */
export const formsMake: Command<Program> = {
  name: 'forms make',
  usage: 'FILE --name N --purpose P [--source S]',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { name: { type: 'string' }, purpose: { type: 'string' }, source: { type: 'string', default: 'forms' } },
      allowPositionals: true,
    })
    const [file] = positionals
    const { name, purpose, source } = values
    if (file === undefined || positionals.length > 1 || !name || !purpose) throw new WrongUsage()
    const content = await contentIn(file)
    const program = await open()
    const { database, home, clock } = program
    const scope = await scopeFor({ program, purpose, published: await program.published() })
    refuseUnsound(content, scope, source)
    const by = { app: database.app, home, clock, actor: 'command-line' }
    const id = await makeForm(by, scope.notice, { name, purpose, source, content })
    const link = `${program.url}${pathOf((await findForm(database.app, purpose, id)).address)}`
    io.answer({ id, link })
    io.say(`${id}  ${link}`)
  },
}

async function contentIn(file: string) {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Refused('forms.no-file', 'absent', { file })
  })
  try {
    return formContent.parse(JSON.parse(text))
  } catch {
    throw new Refused('forms.not-a-form', 'invalid', { file })
  }
}

/** One with what it asks, and who changed it when. */
export const formsShow: Command<Program> = {
  name: 'forms show',
  usage: 'ID',
  run: async (args, io, open) => {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
    const [id] = positionals
    if (positionals.length !== 1 || id === undefined || !/^[0-9a-f-]{36}$/.test(id)) throw new WrongUsage()
    const program = await open()
    const { app } = program.database
    const form = await findForm(app, undefined, id)
    const [counts, versions] = [await countForms(app, [id], program.clock.now()), await listVersions(app, id)]
    const shown = told({ program, form, counts: counts.get(id) })
    io.answer({ ...shown, content: form.content, versions: versions.map(({ content: _, ...version }) => version) })
    io.say(`${shown.name}  ${shown.link}`)
    for (const { category, column, given, required } of form.content.fields)
      io.say(`  ${category}.${column}  ${given}${required ? ' *' : ''}`)
    for (const { purpose, channel } of form.content.permits) io.say(`  ${purpose} × ${channel ?? '–'}`)
    for (const { version, madeAt, madeBy } of versions) io.say(`  v${version}  ${momentIn(io.lang, madeAt)}  ${madeBy}`)
  },
}
