/** An answer by e-mail is read when it is sent: in its thread, to the address they wrote from; undone meanwhile, it does not go. */

import { dateInHelsinki } from '../base/time.ts'
import { readWhole } from '../files/sealed-folder.ts'
import type { Block, Letter } from '../mail/letter.ts'
import type { MessageKind, Sending } from '../mail/message-kind.ts'
import { recipientOf, rightsPurpose } from '../mail/recipient.ts'
import { ownWords } from '../mailbox/fold.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { reachOf } from '../register/address.ts'
import { categoryIfAny, scopeFor } from '../register/scope.ts'
import { signature } from '../rights/letters.ts'
import { text } from '../texts/texts.ts'
import { enclosureAt } from './enclosure.ts'
import { theirs } from './ways.ts'

interface ToSend {
  readonly sender: string
  readonly by: string | null
  readonly quoted: string | null
  readonly chain: readonly string[] | null
  readonly from_hash: Buffer | null
  readonly enclosures: readonly { readonly id: string; readonly name: string; readonly type: string }[]
}

interface Words {
  readonly id: string
  readonly subject: string | null
  readonly content: string | null
  readonly occurred: Date | null
}

/** What it is about is the row of `service-events` that holds its words; inbox.queue_reply queues it. */
export const inboxReply: MessageKind = {
  kind: 'inbox.reply',
  recipient: async (program, person, about) => {
    const { lang, email } = await recipientOf(program, person, about)
    const [reply, { addresses }] = await Promise.all([toSend(program, about), reachOf(program, person)])
    const sure = addresses.flatMap(({ way, address, isUnsure }) => (way === 'email' && !isUnsure ? address : []))
    return { lang, email: theirs(sure, reply?.from_hash ?? null, program.mail) ?? email }
  },
  write: async (program, about, { lang }, person): Promise<Letter | undefined> => {
    const [reply, { notice }] = await Promise.all([toSend(program, about), program.published()])
    if (!reply || !notice) return undefined
    const said = await wordsOf(program, person, [about, ...(reply.quoted ? [reply.quoted] : [])])
    const own = said.find(({ id }) => id === about)
    if (!own?.content) return undefined
    const quoted = said.find(({ id }) => id === reply.quoted)
    const who = await nameOf(program, reply.by)
    const parts = own.content.split(/\n\s*\n/).flatMap(part => part.trim() || [])
    return {
      lang,
      title: own.subject ?? text(lang, 'inbox.subject'),
      blocks: [...parts.map(paragraph), ...(who === undefined ? [] : [paragraph(who)])],
      footer: signature(notice, lang),
      correspondence: {
        sender: reply.sender,
        chain: reply.chain ?? [],
        quoted: quoted?.content ? quoteOf(quoted, lang) : undefined,
        enclosures: await Promise.all(
          reply.enclosures.map(async ({ id, name, type }) => ({
            name,
            type,
            content: await readWhole(enclosureAt(program.home, id)),
          })),
        ),
      },
    }
  },
  settled: async () => {},
}

const paragraph = (words: string): Block => ({ kind: 'paragraph', text: words })

const quoteOf = ({ content, occurred }: Words, lang: Letter['lang']) => ({
  opening: text(lang, 'inbox.you-wrote', { date: dateIn(lang, dateInHelsinki(occurred ?? new Date(0))) }),
  text: ownWords(content ?? '').trim(),
})

/** Undefined when it has gone meanwhile. */
async function toSend({ published, sign, database }: Sending, row: string): Promise<ToSend | undefined> {
  const purpose = rightsPurpose(await published())
  const { rows } = await database
    .purpose(purpose)
    .query<ToSend>('select * from inbox.to_send($1, $2)', [sign({ actor: 'system', purpose, request: row }), row])
  return rows[0]
}

async function wordsOf(program: Sending, person: string, rows: readonly string[]): Promise<readonly Words[]> {
  const published = await program.published()
  const purpose = rightsPurpose(published)
  const events = categoryIfAny(await scopeFor({ purpose, published, program }), 'service-events')
  if (events === undefined) return [] // the notice keeps no such thing any more
  const [subject, content, occurred] = ['subject', 'content', 'occurred'].map(column =>
    events.columns.some(({ name }) => name === column) ? column : `null as ${column}`,
  )
  const { rows: found } = await program.database
    .purpose(purpose)
    .query<Words>(
      `select id, ${subject}, ${content}, ${occurred} from ${events.table} where person_id = $1 and id = any ($2::uuid[])`,
      [person, rows],
    )
  return found
}

async function nameOf({ database }: Sending, by: string | null): Promise<string | undefined> {
  if (!by?.startsWith('staff:')) return undefined
  const { rows } = await database.app.query<{ name: string }>('select name from access.staff where id = $1', [
    by.slice(6),
  ])
  return rows[0]?.name
}
