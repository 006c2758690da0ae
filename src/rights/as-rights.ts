/** What somebody asks by a link, what the program does by itself, and what staff have in writing is read for the rights purpose, under their own name. */

import type { Id } from '../base/ids.ts'
import type { Program, Published } from '../http/program.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import type { Lang } from '../notice/notice.ts'
import type { Asking } from '../register/scope.ts'

/** Whoever asks, with the notice by which. */
export type NoticeAsk = Asking & { readonly published: Published }

interface Who {
  /** As the ledgers write it: `person:<id>`, `staff:<id>`, `system`. */
  readonly actor: string
  readonly kind: Asking['asker']['kind']
  readonly request: Id
  readonly lang: Lang
}

/** Refused (`mail.no-rights-purpose`) where the notice has none. */
export function asRights(
  program: Pick<Program, 'clock' | 'database' | 'sign'>,
  published: Published,
  { actor, kind, request, lang }: Who,
): NoticeAsk {
  const purpose = rightsPurpose(published)
  return {
    ...{ purpose, published, program, lang, clock: program.clock, asker: { kind } },
    reader: program.database.purpose(purpose),
    token: program.sign({ actor, purpose, request }),
  }
}
