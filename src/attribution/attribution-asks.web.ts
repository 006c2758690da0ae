/** Where orders came from and what campaigns cost, as the screens ask for them; costs that were written make the numbers be asked anew. */

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { useAnswer } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { Attribution, Campaigns, CostsRead, NewCampaign, NewCost } from './attribution-answers.ts'

/** The orders of so many days until today, and so many days before each. */
export interface Shown {
  readonly period: number
  readonly days: number
}

export function useAttribution({ period, days }: Shown) {
  const from = new Date(Date.now() - (period - 1) * 86_400_000)
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(from)
  return useAnswer<Attribution>(`/attribution?from=${day}&days=${days}`)
}

const key = ['campaign-costs'] as const

export const useCampaigns = () =>
  useQuery({ queryKey: key, queryFn: ({ signal }) => ask<Campaigns>('/attribution/campaigns', { signal }) })

export function useCampaignVerbs() {
  const client = useQueryClient()
  const onSettled = () =>
    Promise.all([client.invalidateQueries({ queryKey: key }), client.invalidateQueries({ queryKey: ['register'] })])
  const verb = <Given, Answer = void>(does: (given: Given) => Promise<Answer>) => ({ mutationFn: does, onSettled })
  return {
    save: useWriting(
      verb(({ id, campaign }: { readonly id: string | undefined; readonly campaign: NewCampaign }) =>
        id === undefined
          ? ask<unknown>('/attribution/campaigns', { method: 'POST', body: campaign })
          : ask<unknown>(`/attribution/campaigns/${id}`, { method: 'PUT', body: campaign }),
      ),
    ),
    remove: useWriting(verb((id: string) => ask<void>(`/attribution/campaigns/${id}`, { method: 'DELETE' }))),
    putCost: useWriting(verb((body: NewCost) => ask<unknown>('/attribution/costs', { method: 'POST', body }))),
    removeCost: useWriting(verb((id: string) => ask<void>(`/attribution/costs/${id}`, { method: 'DELETE' }))),
    takeFile: useWriting(
      verb(async (file: File) => {
        const bytes = new Uint8Array(await file.arrayBuffer())
        const base64 = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
        return ask<CostsRead>('/attribution/costs/file', { method: 'POST', body: { name: file.name, base64 } })
      }),
    ),
  }
}
