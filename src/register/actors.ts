/** Who did it, in words: names of staff and keys are shown to staff only, and the ledgers keep nothing but ids. */

import type { Actor } from './answers.ts'
import type { Asking } from './scope.ts'

export type NameActor = (recorded: string) => Actor

const kinds = ['staff', 'key', 'person'] as const

/** The naming of these actors for whoever asks. */
export async function nameActors(
  { asker, program }: Pick<Asking, 'asker' | 'program'>,
  recorded: Iterable<string>,
): Promise<NameActor> {
  const ids = [...new Set(recorded)].flatMap(actor => /^(?:staff|key):([0-9a-f-]{36})$/.exec(actor)?.[1] ?? [])
  const names =
    asker.kind === 'staff' && ids.length > 0
      ? await program.database.app.query<{ actor: string; name: string }>({
          name: 'name-actors',
          text: `select 'staff:' || id as actor, name from access.staff where id = any ($1::uuid[])
            union all select 'key:' || id, name from access.key where id = any ($1::uuid[])`,
          values: [ids],
        })
      : undefined
  const byActor = new Map(names?.rows.map(({ actor, name }) => [actor, name]))
  return actor => ({
    id: actor,
    kind: kinds.find(kind => actor === kind || actor.startsWith(`${kind}:`)) ?? 'system',
    name: byActor.get(actor) ?? null,
  })
}
