/** The purpose that the member of staff works for: one at a time, kept over visits, named in every question about persons. */

import { useLocalStorage } from '@mantine/hooks'
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useMemo } from 'react'
import type { Scope } from '../src/register/scope-answer.ts'
import { type PurposeName, useAccount } from './account.ts'
import { ask, problemOf, type Question } from './ask.ts'
import { askAgain } from './ask-again.ts'
import { langNow } from './language.ts'

interface WorkingFor {
  /** Undefined for one whose duties give no purpose: an administrator of the server sees no personal data. */
  readonly purpose: PurposeName | undefined
  readonly purposes: readonly PurposeName[]
  readonly change: (id: string) => void
}

const Purpose = createContext<WorkingFor>({ purpose: undefined, purposes: [], change: () => {} })

export function PurposeProvider({ children }: { children: ReactNode }) {
  const { id, purposes } = useAccount()
  const [chosen, choose] = useLocalStorage<string>({
    key: `seloste.purpose.${id}`,
    defaultValue: '',
    getInitialValueInEffect: false,
  })
  const value = useMemo(
    () => ({ purposes, purpose: purposes.find(purpose => purpose.id === chosen) ?? purposes[0], change: choose }),
    [purposes, chosen, choose],
  )
  return <Purpose value={value}>{children}</Purpose>
}

export const useWorkingFor = (): WorkingFor => use(Purpose)

export const purposeQuery = <Answer,>(purpose: string, path: string, body?: unknown) =>
  queryOptions({
    queryKey: ['register', purpose, langNow(), path, body ?? null],
    queryFn: ({ signal }) =>
      ask<Answer>(path, { purpose, signal, ...(body === undefined ? {} : { method: 'POST', body }) }),
  })

/** An answer for the purpose in force; when it changes, what was on the screen stays until the new answer is there. */
export function useAnswer<Answer>(path: string, options: { body?: unknown; when?: boolean } = {}) {
  const { purpose } = useWorkingFor()
  return useQuery({
    ...purposeQuery<Answer>(purpose?.id ?? '', path, options.body),
    enabled: purpose !== undefined && (options.when ?? true),
    placeholderData: keepPreviousData,
  })
}

/** What the purpose sees of the register: forms, columns and filters are drawn from it. */
export const useScope = () => useAnswer<Scope>('/scope')

/** Asks for the purpose in force, and makes every screen ask anew after something was written. */
export function useRegister() {
  const { purpose } = useWorkingFor()
  const client = useQueryClient()
  return useMemo(
    () => ({
      ask: <Answer,>(path: string, question: Omit<Question, 'purpose'> = {}) =>
        ask<Answer>(path, { ...question, purpose: purpose?.id }),
      /** For writing: what is shown of the register is asked again, after a conflict too, so that both values can be shown. */
      write: async <Answer,>(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown) => {
        try {
          const answer = await ask<Answer>(path, { method, purpose: purpose?.id, body })
          await askAgain(client)
          return answer
        } catch (error) {
          if (problemOf(error).status === 409) await askAgain(client)
          throw error
        }
      },
    }),
    [purpose, client],
  )
}
