/** What the browser is asked for a passkey, and what it answers, as WebAuthn has them: the library that reads them checks the rest. */

import { z } from '@hono/zod-openapi'

export const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const

export const passkeyOptions = z.looseObject({ challenge: z.string() })
const common = {
  id: z.string().max(2000),
  rawId: z.string().max(2000),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['cross-platform', 'platform']).exactOptional(),
  clientExtensionResults: z.looseObject({}),
}
const part = z.string().max(20_000)
export const passkeyAnswer = z.object({
  ...common,
  response: z.object({
    clientDataJSON: part,
    authenticatorData: part,
    signature: part,
    userHandle: part.exactOptional(),
  }),
})
export const madePasskey = z.object({
  ...common,
  response: z.object({
    clientDataJSON: part,
    attestationObject: part,
    transports: z.array(z.enum(transports)).default([]),
  }),
})
