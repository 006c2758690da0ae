/** What the administrator's screen asks of staff, invitations and duties, and tells of them. */

import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { NoticeText } from '../../web/account.ts'
import { ask, problemOf } from '../../web/ask.ts'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'

export interface Member {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly duties: readonly string[]
  readonly lockedAt: string | null
  readonly createdAt: string
  readonly lastSeenAt: string | null
  readonly factors: { readonly authenticator: boolean; readonly passkeys: number }
  readonly factorsResetAt: string | null
}

export interface OpenInvitation {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly duties: readonly string[]
  readonly invitedAt: string
  readonly expiresAt: string
}

export interface Duty {
  readonly id: string
  readonly name: NoticeText
  readonly purposes: readonly string[]
}

export interface Staffing {
  readonly staff: readonly Member[]
  /** Whether everybody must have a second factor, and whether the notice says so. */
  readonly secondFactor: { readonly required: boolean; readonly byNotice: boolean }
  readonly invitations: readonly OpenInvitation[]
  readonly duties: readonly Duty[]
  /** Every purpose of the notice: an administrator need not have any of them. */
  readonly purposes: readonly { readonly id: string; readonly name: NoticeText }[]
}

/** The duty of the server's own administration; it is not in the notice and gives no purpose. */
export const administrator = 'administrator'

export const useStaffing = () =>
  useQuery({ queryKey: ['staff'], queryFn: ({ signal }) => ask<Staffing>('/staff', { signal }) })

export interface Invited {
  readonly name: string
  readonly email: string
  readonly duties: readonly string[]
}

export const inviteMember = (invited: Invited) =>
  ask<{ link: string; expiresAt: string }>('/invitations', { method: 'POST', body: invited })

export const giveDuties = (id: string, duties: readonly string[]) =>
  ask<void>(`/staff/${id}/duties`, { method: 'PUT', body: { duties } })

export const withdrawInvitation = (id: string) => ask<void>(`/invitations/${id}`, { method: 'DELETE' })

export const requireSecondFactor = (required: boolean) =>
  ask<void>('/staff/second-factor', { method: 'PUT', body: { required } })

export const memberVerbs = {
  lock: (id: string) => ask<void>(`/staff/${id}/lock`, { method: 'POST' }),
  unlock: (id: string) => ask<void>(`/staff/${id}/unlock`, { method: 'POST' }),
  'reset-factor': (id: string) => ask<void>(`/staff/${id}/second-factor/reset`, { method: 'POST' }),
  'end-sessions': (id: string) => ask<void>(`/staff/${id}/sessions`, { method: 'DELETE' }),
  remove: (id: string) => ask<void>(`/staff/${id}`, { method: 'DELETE' }),
} as const

/** Does one of the verbs and shows the staff anew. */
export function useStaffVerb<Input, Output>(verb: (input: Input) => Promise<Output>, then?: (output: Output) => void) {
  const client = useQueryClient()
  return useWriting({
    mutationFn: verb,
    // Somebody else removed them meanwhile: with their row goes the dialog, and its words with it.
    onError: async error => {
      const { status, title, detail } = problemOf(error)
      if (status !== 404) return
      tell(detail ?? title)
      await client.invalidateQueries({ queryKey: ['staff'] })
    },
    onSuccess: async output => {
      await client.invalidateQueries({ queryKey: ['staff'] })
      await client.invalidateQueries({ queryKey: ['account'] })
      then?.(output)
    },
  })
}
