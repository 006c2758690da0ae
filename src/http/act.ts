/** What a visitor did by which the register knows who they are; whoever is told of it learns it in the same request, and its failing fails nothing. */

import type { Id } from '../base/ids.ts'
import type { OpenAsk } from './ask.ts'

/** They are in at their own page; or sent a form, and who they are is known when its delivery has been written. `visit`: what the page told of its browser. */
export type Act =
  | { readonly kind: 'sign-in'; readonly person: Id }
  | { readonly kind: 'form'; readonly visit: string; readonly delivery: string }

export type NoteAct = (ask: OpenAsk, act: Act) => Promise<void>
