/** What the person's page asks of the register and tells it; each question names the purpose in force. */

import { useAnswer, useRegister } from '../../web/purpose.tsx'
import type { Card, History } from './answers.ts'
import type { AddRow, ChangeRow, RemoveRow, StatementInput } from './requests.ts'

export const useCard = (person: string) => useAnswer<Card>(`/persons/${person}`)

/** `kinds`: only these, all when there are none. */
export function timelinePath(person: string, kinds: readonly string[], after: string | null): string {
  const query = new URLSearchParams({
    ...(kinds.length > 0 && { kinds: kinds.join(',') }),
    ...(after !== null && { after }),
  })
  return `/persons/${person}/timeline${query.size === 0 ? '' : `?${query}`}`
}

/** One value among the person's: its row, and its column. */
export interface ValuePlace {
  readonly person: string
  readonly category: string
  readonly row: string
  readonly column: string
}

export const useHistory = ({ person, category, row, column }: ValuePlace) =>
  useAnswer<History>(`/persons/${person}/${category}/${row}/${column}/history`)

export interface Look {
  readonly at: string
  readonly purpose: string
}

export const useLooks = (person: string, when: boolean) =>
  useAnswer<{ looks: readonly Look[] }>(`/persons/${person}/looks`, { when })

/** The verbs of the page; each throws a `Refusal`. */
export function usePersonVerbs(person: string) {
  const { write } = useRegister()
  const rows = (category: string) => `/persons/${person}/${category}`
  return {
    add: (category: string, row: AddRow) => write<{ row: string }>('POST', rows(category), row),
    change: (category: string, row: string, change: ChangeRow) =>
      write<{ row: string }>('PATCH', `${rows(category)}/${row}`, change),
    remove: (category: string, row: string, removal: RemoveRow) =>
      write<void>('DELETE', `${rows(category)}/${row}?${new URLSearchParams(removal)}`),
    state: (statement: StatementInput & { source: string }) =>
      write<{ id: string }>('POST', `/persons/${person}/statements`, statement),
    undo: (change: string) => write<{ row: string }>('POST', `/changes/${change}/undo`),
  }
}
