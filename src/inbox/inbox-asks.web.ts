/** Conversations as the screens ask for them: anew as soon as one of them changes, which is asked for every few seconds while they are looked at. */

import { useLocalStorage } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ask } from '../../web/ask.ts'
import { usePages } from '../../web/pages.ts'
import { useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { saveStrangersFile } from '../../web/strangers-file.ts'
import { useWriting } from '../../web/writing.ts'
import { sendFile } from '../import/import-asks.web.ts'
import type {
  Conversation,
  ConversationList,
  MessageAnswer,
  NewAnswer,
  NewTemplate,
  NewTurn,
  Pulse,
  ReadyAnswers,
  Search,
  TemplateList,
  Times,
} from './inbox-answers.ts'

const often = 3_000 // milliseconds

/** Who else has the conversation open. It shows no customer, so that no look is recorded every few seconds. */
export function usePulse(open?: string, writing = false): Pulse['others'] {
  const { purpose } = useWorkingFor()
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: ['inbox-pulse', purpose?.id, open, writing],
    queryFn: ({ signal }) =>
      ask<Pulse>(
        `/inbox/pulse?${new URLSearchParams({ purpose: purpose?.id ?? '', ...(open && { open }), writing: writing ? 'yes' : 'no' })}`,
        { signal },
      ),
    enabled: purpose !== undefined,
    refetchInterval: often,
    placeholderData: before => before,
  })
  const touched = data?.touched
  useEffect(() => {
    if (touched !== undefined)
      client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey.some(part => typeof part === 'string' && part.startsWith('/inbox/')),
      })
  }, [client, touched])
  return data?.others ?? []
}

export type Narrowed = Omit<Search, 'after' | 'limit'>
const atFirst: Narrowed = { state: 'open', order: 'longest' }

/** What the list was narrowed to last, kept over visits: it says nothing of anybody. */
export const useNarrowed = () =>
  useLocalStorage<Narrowed>({ key: 'seloste.inbox', defaultValue: atFirst, getInitialValueInEffect: false })

export const useConversations = (search: Narrowed) => usePages<ConversationList>('/inbox/search', search)

export const useConversationsOf = (person: string, when: boolean) =>
  useAnswer<ConversationList>('/inbox/search', { body: { person, limit: 10 }, when })

export const useConversation = (id: string) => useAnswer<Conversation>(`/inbox/${id}`)
export const useReadyAnswers = (id: string) => useAnswer<ReadyAnswers>(`/inbox/${id}/ready-answers`)
export const useTemplates = () => useAnswer<TemplateList>('/inbox/templates')
export const useTimes = (weeks: number) => useAnswer<Times>(`/inbox/times?weeks=${weeks}`)

export function useAnswering(id: string) {
  const { write } = useRegister()
  return useWriting({ mutationFn: (body: NewAnswer) => write<Conversation>('POST', `/inbox/${id}/answers`, body) })
}

/** Answers the conversation, in which nothing is said yet. */
export function useBeginning() {
  const { write } = useRegister()
  return useWriting({
    mutationFn: async (body: { readonly person: string; readonly channel: 'email' | 'sms' }) =>
      (await write<{ id: string }>('POST', '/inbox', body)).id,
  })
}

export function useTurn() {
  const { write } = useRegister()
  return useWriting({
    mutationFn: ({ id, ...body }: { readonly id: string; readonly turn: NewTurn; readonly expected: string | null }) =>
      write<void>('POST', `/inbox/${id}/turns`, body),
  })
}

export function useAttaching(id: string) {
  const { purpose } = useWorkingFor()
  const client = useQueryClient()
  return useWriting({
    mutationFn: (file: File) =>
      sendFile<{ id: string }>(`/inbox/${id}/files`, {
        file,
        purpose: purpose?.id ?? '',
        signal: new AbortController().signal,
        sent: () => {},
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['register'] }),
  })
}

export function useDropping(id: string) {
  const { write } = useRegister()
  return useWriting({ mutationFn: (file: string) => write<void>('DELETE', `/inbox/${id}/files/${file}`) })
}

/** A file of a letter or of an answer, saved and never opened here. */
export function useSaving(id: string, person: string | undefined) {
  const { ask: asking } = useRegister()
  return useWriting({
    mutationFn: async ({ id: file, from }: MessageAnswer['attachments'][number]) =>
      saveStrangersFile(
        await asking<{ name: string; base64: string }>(
          from === 'letter' ? `/persons/${person}/attachments/${file}` : `/inbox/${id}/files/${file}`,
        ),
      ),
  })
}

export function useTemplateVerbs() {
  const { write } = useRegister()
  const saving = useWriting({
    mutationFn: (body: NewTemplate) => write<{ id: string }>('POST', '/inbox/templates', body),
  })
  const ending = useWriting({ mutationFn: (id: string) => write<void>('DELETE', `/inbox/templates/${id}`) })
  return { saving, ending }
}
