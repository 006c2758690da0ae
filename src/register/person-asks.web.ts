/** What the person's page asks of the register and tells it; each question names the purpose in force. */

import { useAnswer, useRegister } from '../../web/purpose.tsx'
import type { Card, History } from './answers.ts'
import type { Statement } from './channel-answer.web.ts'
import type { AddRow, ChangeRow, RemoveRow } from './requests.ts'

export const useCard = (person: string) => useAnswer<Card>(`/persons/${person}`)

export const timelinePath = (person: string, after: string | null): string =>
  `/persons/${person}/timeline${after === null ? '' : `?after=${encodeURIComponent(after)}`}`

/** One value among the person's: its row, and its column. */
export interface ValuePlace {
  readonly person: string
  readonly category: string
  readonly row: string
  readonly column: string
}

export const useHistory = (place: ValuePlace | undefined) =>
  useAnswer<History>(
    `/persons/${place?.person}/history?category=${place?.category}&row=${place?.row}&field=${place?.column}`,
    { when: place !== undefined },
  )

export interface Look {
  readonly at: string
  readonly purpose: string
  readonly operation: string
}

export const useLooks = (person: string, when: boolean) =>
  useAnswer<{ looks: readonly Look[] }>(`/persons/${person}/looks`, { when })

/** The verbs of the page; each throws a `Refusal`. */
export function usePersonVerbs(person: string) {
  const { write } = useRegister()
  const rows = (category: string) => `/persons/${person}/${category}`
  return {
    add: (category: string, row: AddRow) => write<{ id: string }>('POST', rows(category), row),
    change: (category: string, row: string, change: ChangeRow) =>
      write<void>('PATCH', `${rows(category)}/${row}`, change),
    remove: (category: string, row: string, removal: RemoveRow) =>
      write<void>('DELETE', `${rows(category)}/${row}`, removal),
    undo: (change: string) => write<void>('POST', `/persons/${person}/changes/${change}/undo`, {}),
  }
}

export const useStatements = (person: string) =>
  useAnswer<{ statements: readonly Statement[] }>(`/persons/${person}/statements`)
