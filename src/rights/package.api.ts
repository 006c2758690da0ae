/** The copy of everything that is held of a person, as a file of the rights desk: nothing is stored, and making it is a look at all categories. */

import { z } from '@hono/zod-openapi'
import { route } from '../http/route.ts'
import { accessPackage } from './access-package.ts'
import { copyFormats, wholeCopy } from './copy-file.ts'

export const make = route({
  method: 'post',
  path: '/copies',
  summary: 'rights.api.package',
  body: z.strictObject({
    person: z.uuid(),
    kind: z
      .enum(['access', 'portability'])
      .describe('Art. 15: everything; Art. 20: what the person gave, on consent or contract'),
    format: z.enum(copyFormats).describe('zip: readable, as data, and with its files'),
  }),
  answer: z.object({ name: z.string(), type: z.string(), bytes: z.base64() }),
  handler: async (ask, { body }) => {
    const { notice } = ask.published
    if (!notice) throw new Error('no notice is in force')
    const copy = await accessPackage(ask, body.person, body.kind)
    ask.saw(
      [body.person],
      `package.${body.kind}`,
      copy.categories.map(({ id }) => id),
    )
    const { name, type, bytes } = await wholeCopy(ask.program.home, body.format, copy, notice)
    return { name, type, bytes: bytes.toString('base64') }
  },
})
