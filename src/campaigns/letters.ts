/** Letters as a campaign sends them: personal values by the letter's purpose, and below them who sends it, why, and where the recipient ends it. */

import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { categoriesOf, personalValues } from '../letters/fields.ts'
import { type Revision as Kept, readRevision } from '../letters/letter.ts'
import { renderLetter, stopLine } from '../letters/render.ts'
import { langIn, linksIn } from '../letters/said.ts'
import type { Block } from '../mail/letter.ts'
import type { Notice } from '../notice/notice.ts'
import { text } from '../texts/texts.ts'
import { type Link, linkPath, tokenOf } from './link.ts'
import type { Letters, ToWrite, Writing } from './written.ts'

export const keptLetters: Letters = {
  find: async (program, purpose, id) => {
    const revision = await readRevision({ program, purpose }, id).catch(ifAbsent)
    return revision?.ready ? { channel: revision.content.channel, name: revision.name } : undefined
  },
  write: async (program, purpose, id, persons) => {
    const revision = await readRevision({ program, purpose }, id)
    const published = await program.published()
    const { notice } = published
    if (!notice) throw new Refused('mail.no-sender', 'conflict')
    const values = await personalValues(
      {
        ...{ purpose, published, program, clock: program.clock, lang: 'fi', asker: { kind: 'staff' } },
        reader: program.database.purpose(purpose),
        token: program.sign({ actor: 'system', purpose, request: newId() }),
      },
      revision.content,
      persons.map(({ person }) => person),
    )
    await noteLooks(program, purpose, revision, persons)
    return persons.map(one => {
      const lang = langIn(revision.content, one.lang) ?? one.lang
      const footer = footerOf(notice, revision, program.url, { ...one, lang })
      const own = values.get(one.person)?.(lang) ?? {}
      const link = one.isMeasured ? measuredLink(program, revision, { lang, message: one.message }) : undefined
      return renderLetter(revision, { lang, values: own, footer, url: program.url, link })
    })
  },
}

/** Over this server to where it leads. */
function measuredLink({ home, url }: Writing, { id, content }: Kept, of: Pick<Link, 'lang' | 'message'>) {
  const text = content.channel === 'email' ? content.texts[of.lang] : undefined
  const links = text ? linksIn(text) : []
  return (href: string): string => {
    const n = links.indexOf(href)
    return n < 0 || n > 255 ? href : `${url}${linkPath}${tokenOf(home, { ...of, revision: id, n })}`
  }
}

function ifAbsent(fault: unknown): undefined {
  if (!(fault instanceof Refused)) throw fault
}

/** Whoever is told something of theirs in the letter is in the look log before it leaves. */
async function noteLooks(
  program: Writing,
  purpose: string,
  { content, id }: Kept,
  persons: readonly ToWrite[],
): Promise<void> {
  const categories = categoriesOf(content)
  if (categories.length === 0) return
  const { version: noticeVersion } = await program.published()
  const common = { at: program.clock.now(), actor: 'system', purpose, operation: 'campaigns.write', categories }
  await program.recordLooks(
    persons.map(({ person }) => ({ ...common, personId: person, requestId: id, noticeVersion })),
  )
}

/** 917/2014 § 203: who sends, and for marketing where it ends; Art. 13: where the notice is. */
function footerOf(
  { controller, contact }: Notice,
  { content }: Kept,
  url: string,
  { lang, leave }: ToWrite,
): readonly Block[] {
  if (content.channel === 'sms') return leave ? [stopLine(lang)] : []
  const sender = [controller.name, controller.address, contact.email].filter(Boolean).join(', ')
  return [
    { kind: 'paragraph', text: sender },
    { kind: 'paragraph', text: text(lang, leave ? 'campaigns.footer.permit' : 'campaigns.footer.service') },
    ...(leave ? [{ kind: 'link' as const, label: text(lang, 'mail.leave'), href: leave.page }] : []),
    { kind: 'link', label: text(lang, 'campaigns.footer.notice'), href: `${url}/notice?lang=${lang}` },
  ]
}
