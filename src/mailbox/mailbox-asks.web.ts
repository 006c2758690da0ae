/** Mailboxes and letters as the screens ask for them; how a mailbox answers is asked anew while somebody looks. */

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { usePagesOf } from '../../web/pages.ts'
import { useRegister } from '../../web/purpose.tsx'
import { saveStrangersFile } from '../../web/strangers-file.ts'
import { useWriting } from '../../web/writing.ts'
import type {
  BegunSignIn,
  LetterList,
  MailboxList,
  NewMailboxBody,
  TriedAnswer,
  TriedMailboxBody,
} from './mailbox-answers.ts'

const mailboxes = ['mailboxes']

export const useMailboxes = () =>
  useQuery({
    queryKey: mailboxes,
    queryFn: ({ signal }) => ask<MailboxList>('/mailboxes', { signal }),
    refetchInterval: 10_000,
  })

export type Told = Omit<NewMailboxBody, 'password'> & { readonly password?: string | undefined }
type Asked =
  | { readonly did: 'add'; readonly body: Told }
  | { readonly did: 'change'; readonly id: string; readonly body: Told }
  | { readonly did: 'pause'; readonly id: string; readonly paused: boolean }

export function useKeepingMailbox() {
  const client = useQueryClient()
  return useWriting({
    mutationFn: async (asked: Asked): Promise<void> => {
      if (asked.did === 'add') await ask('/mailboxes', { method: 'POST', body: asked.body })
      else if (asked.did === 'change') await ask(`/mailboxes/${asked.id}`, { method: 'PUT', body: asked.body })
      else await ask(`/mailboxes/${asked.id}/paused`, { method: 'PUT', body: { paused: asked.paused } })
    },
    onSettled: () => client.invalidateQueries({ queryKey: mailboxes }),
  })
}

export const useTryingMailbox = () =>
  useWriting({ mutationFn: (body: TriedMailboxBody) => ask<TriedAnswer>('/mailboxes/try', { method: 'POST', body }) })

/** Leaves for the page of the service, where the permission is given. */
export const useBeginningSignIn = () =>
  useWriting({
    mutationFn: (id: string) => ask<BegunSignIn>(`/mailboxes/${id}/sign-in`, { method: 'POST' }),
    onSuccess: ({ address }) => window.location.assign(address),
  })

export function useEndingSignIn() {
  const client = useQueryClient()
  return useWriting({
    mutationFn: (body: { readonly state: string; readonly code: string }) =>
      ask<void>('/mailboxes/signed-in', { method: 'POST', body }),
    onSettled: () => client.invalidateQueries({ queryKey: mailboxes }),
  })
}

export const useLetters = (person: string) => usePagesOf<LetterList>(`/persons/${person}/letters`)

export function useSavingAttachment(person: string) {
  const { ask: asking } = useRegister()
  return useWriting({
    mutationFn: async (id: string) => {
      const file = await asking<{ name: string; base64: string }>(`/persons/${person}/attachments/${id}`, {})
      saveStrangersFile(file)
    },
  })
}
