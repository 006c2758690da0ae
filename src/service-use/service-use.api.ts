/** A course platform asks over HTTP what a person may open and how far they are, with a key of a purpose that sees orders. */

import { route } from '../http/route.ts'
import { accessOf, courseAccess, whose } from './course-access.ts'

export const access = route({
  method: 'post',
  path: '/course-access',
  summary: 'service-use.api.access',
  body: whose,
  answer: courseAccess,
  handler: async (ask, { body }) => {
    const found = await accessOf(ask, body)
    ask.saw(found.person === null ? [] : [found.person], 'course-access', ['orders', 'service-use'])
    return found
  },
})
