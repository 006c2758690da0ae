/** What the screens ask of one's own second factors, and what they tell of them. */

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../web/ask.ts'
import { useWriting } from '../../web/writing.ts'

export interface OwnFactors {
  readonly required: boolean
  readonly byNotice: boolean
  readonly authenticator: boolean
  readonly recoveryCodes: number
  readonly passkeys: readonly OwnPasskey[]
  readonly passkeysPossible: boolean
}

export interface OwnPasskey {
  readonly id: string
  readonly name: string
  readonly madeAt: string
  readonly lastUsedAt: string | null
}

export interface NewAuthenticator {
  readonly secret: string
  readonly address: string
}

/** Shown once, with the first second factor. */
export interface FirstCodes {
  readonly recoveryCodes: readonly string[] | null
}

/** What sign-in asks for next in this browser. */
export interface NextStep {
  readonly next: 'password' | 'second-factor' | 'enrolment'
  readonly by: readonly ('code' | 'passkey')[]
  readonly mayTrust: boolean
  readonly passkeys: boolean
}

export const nextStep = {
  queryKey: ['next-step'],
  queryFn: ({ signal }: { signal?: AbortSignal | undefined }) => ask<NextStep>('/sign-in', { signal }),
}

export const useOwnFactors = () =>
  useQuery({
    queryKey: ['second-factor'],
    queryFn: ({ signal }) => ask<OwnFactors>('/me/second-factor', { signal }),
  })

/** Does something to one's own factors and shows them anew, and the sessions that it may have ended. */
export function useFactorVerb<Input, Output>(verb: (input: Input) => Promise<Output>, then: (output: Output) => void) {
  const client = useQueryClient()
  return useWriting({
    mutationFn: verb,
    onSuccess: output => {
      then(output)
      for (const queryKey of [['second-factor'], ['sessions']]) void client.invalidateQueries({ queryKey })
    },
  })
}
