/** Who looks after the register is told that something unusual was seen, how much of which kind and where to look; nobody is named in e-mail. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Block } from '../mail/letter.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import type { Lang } from '../notice/notice.ts'
import { text } from '../texts/texts.ts'
import type { FindingAnswer } from './finding-answers.ts'

export const alerting = 'security.alert'
export const ownAlerting = 'security.own-alert'

type Kind = FindingAnswer['kind']

const told = async (app: Pool, finding: Id): Promise<readonly { kind: Kind; count: number }[]> =>
  (await app.query<{ kind: Kind; count: number }>('select * from security.told($1)', [finding])).rows

const paragraph = (words: string): Block => ({ kind: 'paragraph', text: words })

/** `recipient`: where staff are written to. */
export const securityAlert = (recipient: MessageKind['recipient']): MessageKind => ({
  kind: alerting,
  ...(recipient && { recipient }),
  write: async ({ database, url, published }, about, { lang }) => {
    const counts = await told(database.app, about)
    if (counts.length === 0) return undefined
    const { notice } = await published()
    return {
      lang,
      title: text(lang, 'security.alert.title'),
      blocks: [
        paragraph(text(lang, 'security.alert.opening')),
        { kind: 'list', items: counts.map(({ kind, count }) => text(lang, `security.alert.kinds.${kind}`, { count })) },
        { kind: 'link', label: text(lang, 'security.alert.link'), href: `${url}/security` },
      ],
      footer: footerOf(lang, notice?.controller.name),
    }
  },
  settled: async () => {},
})

/** To whose account it is: what to do when it was not they. */
export const ownSecurityAlert = (recipient: MessageKind['recipient']): MessageKind => ({
  kind: ownAlerting,
  ...(recipient && { recipient }),
  write: async ({ database, url, published }, about, { lang }, staff) => {
    const { rows } = await database.app.query<{ kind: Kind }>('select kind from security.of_staff($1) where id = $2', [
      staff,
      about,
    ])
    const [found] = rows
    if (!found) return undefined
    const { notice } = await published()
    return {
      lang,
      title: text(lang, 'security.own.title'),
      blocks: [
        paragraph(text(lang, `security.own.kinds.${ownKind(found.kind)}`)),
        paragraph(text(lang, 'security.own.what-now')),
        { kind: 'link', label: text(lang, 'security.own.link'), href: `${url}/account` },
      ],
      footer: footerOf(lang, notice?.controller.name),
    }
  },
  settled: async () => {},
})

const ownKinds = ['came-in-after', 'new-place', 'odd-hour', 'many-failures'] as const
const ownKind = (kind: Kind): (typeof ownKinds)[number] => ownKinds.find(one => one === kind) ?? 'many-failures'

const footerOf = (lang: Lang, controller: string | undefined): readonly Block[] => [
  paragraph(text(lang, 'security.alert.why')),
  ...(controller === undefined ? [] : [paragraph(controller)]),
]
