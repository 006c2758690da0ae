/** What the screens of sales ask of the register and tell it. */

import { saveAnswered } from '../../web/ask.ts'
import { usePages } from '../../web/pages.ts'
import { useAnswer, useRegister, useScope } from '../../web/purpose.tsx'
import type { ScopeCategory } from '../../web/value.ts'
import { useWriting } from '../../web/writing.ts'
import type {
  Board,
  CallAnswer,
  ChangedLead,
  LeadAnswer,
  LeadList,
  LeadMove,
  LeadSearch,
  NewLead,
  NewOffer,
  OfferAnswer,
  OfferStep,
  SourcesAnswer,
} from './sales-answers.ts'

/** The category as the purpose sees it; undefined where the notice gives it none. */
export function useSales(id: 'leads' | 'offers' = 'leads'): {
  readonly known: boolean
  readonly category: ScopeCategory | undefined
  /** Of a value of a list in the notice's words; the code itself where there are none. */
  readonly named: (column: string, code: unknown) => string
} {
  const { data } = useScope()
  const category = data?.categories.find(one => one.id === id)
  const columns = category?.fields.flatMap(field => field.columns) ?? []
  const named = (name: string, code: unknown) =>
    columns.find(column => column.name === name)?.codes?.find(one => one.code === code)?.name ?? String(code ?? '')
  return { known: data !== undefined, category, named }
}

export const useBoard = () => useAnswer<Board>('/leads/board')
export const useLeads = (search: LeadSearch) => usePages<LeadList>('/leads/search', search)
export const useLead = (id: string) => useAnswer<LeadAnswer>(`/leads/${id}`)
export const useOffer = (id: string) => useAnswer<OfferAnswer>(`/offers/${id}`)
export const useSources = (year: string) =>
  useAnswer<SourcesAnswer>(`/leads/sources${year === '' ? '' : `?year=${year}`}`)

/** The verbs; each throws a `Refusal`. */
export function useSalesVerbs() {
  const { write } = useRegister()
  return {
    record: (lead: NewLead) => write<{ id: string }>('POST', '/leads', lead),
    change: (id: string, changed: ChangedLead) => write<void>('PATCH', `/leads/${id}`, changed),
    move: (id: string, move: LeadMove) => write<void>('POST', `/leads/${id}/steps`, move),
    call: (id: string, banChecked: boolean) => write<CallAnswer>('POST', `/leads/${id}/calls`, { banChecked }),
    offer: (lead: string, offer: NewOffer) => write<{ id: string }>('POST', `/leads/${lead}/offers`, offer),
    changeOffer: (id: string, expected: string, offer: NewOffer) =>
      write<void>('PUT', `/offers/${id}`, { ...offer, expected }),
    stepOffer: (id: string, step: OfferStep) => write<void>('POST', `/offers/${id}/steps`, step),
  }
}

export function useSavingOffer(id: string) {
  const { ask } = useRegister()
  return useWriting({
    mutationFn: async () =>
      saveAnswered(await ask<{ name: string; type: string; base64: string }>(`/offers/${id}/file`)),
  })
}
