/** Campaigns as the screens ask for them; one that is under way is asked for again by itself. */

import { useQuery } from '@tanstack/react-query'
import { usePagesOf } from '../../web/pages.ts'
import { purposeQuery, useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { LetterDetails, LetterFields, LetterList } from '../letters/letter-answers.ts'
import type { SegmentList } from '../segments/segment-answers.ts'
import type {
  Acting,
  Audience,
  AudienceAsked,
  CampaignDetails,
  CampaignList,
  NewCampaign,
  Outcome,
  RecipientList,
  Results,
} from './campaign-answers.ts'

const pace = 3000 // milliseconds

const isMoving = (campaign: CampaignDetails | undefined): boolean =>
  campaign?.state === 'scheduled' || campaign?.state === 'sending'

export const useCampaigns = () => usePagesOf<CampaignList>('/campaigns')

export function useCampaign(id: string) {
  const { purpose } = useWorkingFor()
  return useQuery({
    ...purposeQuery<CampaignDetails>(purpose?.id ?? '', `/campaigns/${id}`),
    enabled: purpose !== undefined,
    refetchInterval: query => (isMoving(query.state.data) ? pace : false),
  })
}

/** Asked again for every step and recipient of the campaign. */
export function useResults({ id, step, recipients }: CampaignDetails) {
  const { purpose } = useWorkingFor()
  const { queryKey, ...rest } = purposeQuery<Results>(purpose?.id ?? '', `/campaigns/${id}/results`)
  return useQuery({
    ...rest,
    queryKey: [...queryKey, step, JSON.stringify(recipients)],
    placeholderData: (before: Results | undefined) => before,
  })
}

export const useRecipients = (id: string, outcome: Outcome | undefined) =>
  usePagesOf<RecipientList>(`/campaigns/${id}/recipients`, { outcome })

export const useLetterFields = () => useAnswer<LetterFields>('/letters/fields')
export const useLetters = (channel: string) => useAnswer<LetterList>(`/letters?limit=200&channel=${channel}`)
export const useRevision = (id: string) =>
  useAnswer<Pick<LetterDetails, 'name' | 'content'>>(`/letters/revisions/${id}`)
export const useSegmentChoices = () => useAnswer<SegmentList>('/segments?limit=200')

/** Counted when it is asked for: it takes a while for many. */
export function useAudience(asked: AudienceAsked | undefined) {
  const { purpose } = useWorkingFor()
  return useQuery({
    ...purposeQuery<Audience>(purpose?.id ?? '', '/campaigns/audience', asked),
    enabled: purpose !== undefined && asked !== undefined,
    placeholderData: (before: Audience | undefined) => before,
    retry: false,
  })
}

/** Saves a new draft, or changes one that was seen. Answers its id. */
export function useSaving(seen: Pick<CampaignDetails, 'id' | 'step'> | undefined) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: async (campaign: NewCampaign) => {
      if (seen === undefined) return (await write<{ id: string }>('POST', '/campaigns', campaign)).id
      await write<void>('PUT', `/campaigns/${seen.id}`, { ...campaign, expected: seen.step })
      return seen.id
    },
  })
}

export function useActing({ id, step }: Pick<CampaignDetails, 'id' | 'step'>) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (acting: Omit<Acting, 'expected'>) =>
      write<void>('POST', `/campaigns/${id}/steps`, { ...acting, expected: step }),
  })
}

/** To the member of staff who asks, by the mail server that all get theirs by. */
export function useTrial() {
  const { write } = useRegister()
  return useWriting({
    mutationFn: ({ revision, lang }: { readonly revision: string; readonly lang: string }) =>
      write<void>('POST', `/letters/revisions/${revision}/test`, { lang }),
  })
}
