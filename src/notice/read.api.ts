/** A pasted notice is read for staff and kept nowhere. */

import { z } from 'zod'
import { plainRoute } from '../http/route.ts'
import { readAnswer } from './read-answers.ts'
import { longestNotice, readNotice } from './read-notice.ts'
import { tell } from './tell.ts'

export const readText = plainRoute({
  method: 'post',
  path: '/notice/read',
  summary: 'notice.api.read',
  body: z.strictObject({
    text: z.string().min(1).max(longestNotice).describe('A privacy notice as pasted: plain text, Markdown or HTML'),
  }),
  answer: readAnswer,
  handler: async ({ lang, clock }, { body }) => {
    const reading = readNotice(body.text, { today: clock.now() })
    return { ...reading, findings: reading.findings.map(finding => tell(lang, finding)) }
  },
})
