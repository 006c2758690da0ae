/** Who did something, in words: a member of staff by name, the person themself, another program, or the register. */

import type { Actor } from '../src/register/answers.ts'
import type { Say } from './language.ts'

export const whoIs = (actor: Actor, say: Say): string => actor.name ?? say(`ui.who.${actor.kind}`)
