/** The browser makes and shows passkeys; what it refuses is told in words, as a refusal of the register is. */

import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { ask, Refusal } from '../../web/ask.ts'
import { say } from '../../web/language.ts'
import type { FirstCodes } from './second-factor-asks.web.ts'

/** Makes a passkey of whoever is signed in, or is about to be; `password` is what a signed-in person confirms it with. */
export async function makePasskey(name: string, password: string | undefined): Promise<FirstCodes> {
  const body = password === undefined ? {} : { password }
  const optionsJSON = await ask<PublicKeyCredentialCreationOptionsJSON>('/me/passkeys/options', {
    method: 'POST',
    body,
  })
  const answer = await startRegistration({ optionsJSON }).catch(told)
  return ask<FirstCodes>('/me/passkeys', { method: 'POST', body: { name, answer: plain(answer) } })
}

export async function signInByPasskey(): Promise<void> {
  const optionsJSON = await ask<PublicKeyCredentialRequestOptionsJSON>('/sign-in/passkey/options', { method: 'POST' })
  const answer = await startAuthentication({ optionsJSON }).catch(told)
  await ask('/sign-in/passkey', { method: 'POST', body: { answer: plain(answer) } })
}

/** Without what is undefined or null: some browsers leave parts out by writing them so. */
const plain = (answer: object): unknown =>
  JSON.parse(JSON.stringify(answer, (_key, value: unknown) => (value === null ? undefined : value)))

function told(error: unknown): never {
  const isKnown = error instanceof Error && error.name === 'InvalidStateError'
  const title = say(isKnown ? 'ui.second-factor.passkey-known' : 'ui.second-factor.passkey-cancelled')
  const detail = say(isKnown ? 'ui.second-factor.passkey-known-why' : 'ui.second-factor.passkey-cancelled-why')
  throw new Refusal({ status: -1, key: 'passkey', title, detail, errors: [], body: {} })
}
