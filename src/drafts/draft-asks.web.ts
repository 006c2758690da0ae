/** Drafts as the screens ask for them. */

import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import { useWriting } from '../../web/writing.ts'
import type { Language } from '../notice/language-words.ts'
import type { DraftAnswer, DraftList, PresenceAnswer, RevisionList, SavedAnswer } from './draft-answers.ts'

const listKey = ['drafts'] as const

export const useDrafts = () =>
  useQuery({
    queryKey: listKey,
    queryFn: ({ signal }) => ask<DraftList>('/drafts', { signal }),
    refetchInterval: 30_000,
  })

/** The draft as it is now on the server: never an older answer. */
export const useDraft = (id: string) =>
  useQuery({
    queryKey: ['draft', id],
    queryFn: ({ signal }) => readDraft(id, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY, // the editor itself follows what others save
    refetchOnMount: 'always',
  })

export const readDraft = (id: string, signal?: AbortSignal) => ask<DraftAnswer>(`/drafts/${id}`, { signal })

export const languageQuery = () =>
  queryOptions({
    queryKey: ['notice-language', langNow()],
    queryFn: ({ signal }) => ask<Language>('/notice/language', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export type Beginning =
  | { readonly kind: 'published'; readonly version?: number }
  | { readonly kind: 'example'; readonly example: 'course-company' | 'bakery' | 'consultancy' }
  | { readonly kind: 'text'; readonly text: string }

export function useNewDraft() {
  const client = useQueryClient()
  return useWriting({
    mutationFn: (body: { name: string; from: Beginning }) => ask<{ id: string }>('/drafts', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey }),
  })
}

export function useDiscard() {
  const client = useQueryClient()
  return useWriting({
    mutationFn: (id: string) => ask<void>(`/drafts/${id}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey }),
  })
}

export function useRename() {
  const client = useQueryClient()
  return useWriting({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      ask<void>(`/drafts/${id}`, { method: 'PATCH', body: { name } }),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey }),
  })
}

export const saveText = (id: string, text: string, expected: number) =>
  ask<SavedAnswer>(`/drafts/${id}/text`, { method: 'PUT', body: { text, expected } })

export const bePresent = (id: string) => ask<PresenceAnswer>(`/drafts/${id}/presence`, { method: 'PUT' })
export const leave = (id: string) => ask<void>(`/drafts/${id}/presence`, { method: 'DELETE' })

export const useRevisions = (id: string) =>
  useQuery({
    queryKey: ['draft-revisions', id],
    queryFn: ({ signal }) => ask<RevisionList>(`/drafts/${id}/revisions?limit=200`, { signal }),
    gcTime: 0,
  })

export const revisionText = (id: string, revision: number) =>
  ask<{ text: string }>(`/drafts/${id}/revisions/${revision}`)
