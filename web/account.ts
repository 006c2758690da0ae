/** Who is signed in, what they may do and for which purposes; asked once and again whenever the register says so. */

import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { TextLang } from '../src/texts/texts.ts'
import { ask } from './ask.ts'
import { langNow } from './language.ts'

/** A text of the notice, by language; the notice need not have all three. */
export type NoticeText = Readonly<Record<string, string>>

/** The text in the language that the person reads, else in one that there is. */
export const inOwnLanguage = (text: NoticeText): string => text[langNow()] ?? text.fi ?? Object.values(text)[0] ?? ''

export interface PurposeName {
  readonly id: string
  readonly name: NoticeText
  readonly explanation: NoticeText
  /** Its place in the notice, which gives it its colour. */
  readonly tint: number
}

export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly lang: TextLang | null
  readonly theme: 'light' | 'dark' | 'auto' | null
  readonly administrator: boolean
  /** Nobody in this register exists. */
  readonly demo: boolean
  readonly duties: readonly { readonly id: string; readonly name: NoticeText }[]
  readonly purposes: readonly PurposeName[]
}

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => ask<Account>('/me', { signal }),
  staleTime: 60_000,
})

/** Of the one who is signed in; only below the signed-in routes. */
export const useAccount = (): Account => useSuspenseQuery(accountQuery).data
