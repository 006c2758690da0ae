/** Staff see the chats of their purpose, but for those of persons whom the purpose does not see; they answer them in the inbox. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { nameActors } from '../register/actors.ts'
import type { Actor } from '../register/answers.ts'
import { readListed } from '../register/listed.ts'
import { scopeFor } from '../register/scope.ts'
import { chatPath } from './chat-adapter.ts'
import type { DoorAnswer } from './chat-answers.ts'
import { findDoor, mayChat } from './chat-door.ts'
import { unsealWords } from './sealed.ts'
import { linesOf } from './talk.ts'

/** Whether the chat is open for the purpose, and how it comes to the pages of the website. */
export async function doorOf(ask: PurposeAsk): Promise<DoorAnswer> {
  const { asker, program, published, purpose } = ask
  const door = await findDoor(program.database.app)
  return {
    mayOpen: asker.kind === 'staff' && ask.asker.administrator && mayChat(await scopeFor(ask)),
    isOpen: (door?.isOpen ?? false) && door?.purpose === purpose,
    ofAnother:
      door?.isOpen && door.purpose !== purpose
        ? (published.purposes.find(({ id }) => id === door.purpose)?.name[ask.lang] ?? door.purpose)
        : null,
    link: `${program.url}${chatPath}`,
    snippet: `<script src="${program.url}${chatPath}.js" async></script>`,
  }
}

interface Shown {
  readonly person: Id | null
  readonly joined: boolean
  /** As the visitor told it: nobody has shown that it is theirs. */
  readonly email: string | null
  readonly ended: boolean
  readonly lines: readonly { readonly id: Id; readonly at: Date; readonly by: Actor | null; readonly text: string }[]
}

/** Refuses (`chat.gone`) one that is not kept any more, another purpose's, and one of a person whom this one does not see. */
export async function showChat(ask: PurposeAsk, id: Id): Promise<Shown> {
  const { database, home } = ask.program
  const { rows } = await database.app.query<Omit<Shown, 'email' | 'lines'> & { readonly email: Buffer | null }>(
    `select t.person_id as person, t.joined_by is not null as joined, t.email, t.ended_at is not null as ended
     from chat.talk t join arrivals.connection c on c.id = t.connection_id where c.kind = 'chat' and c.purpose = $1 and t.id = $2`,
    [ask.purpose, id],
  )
  const [talk] = rows
  const isSeen =
    talk !== undefined &&
    (talk.person === null ||
      (await readListed({ ask, scope: await scopeFor(ask), db: ask.reader }, [talk.person], [])).length > 0)
  if (!isSeen) throw new Refused('chat.gone', 'absent')
  const lines = await linesOf(ask.program, id)
  const name = await nameActors(
    ask,
    lines.flatMap(({ by }) => by ?? []),
  )
  return {
    ...talk,
    email: talk.email === null ? null : unsealWords(home, id, talk.email),
    lines: lines.map(line => ({ ...line, by: line.by === null ? null : name(line.by) })),
  }
}
