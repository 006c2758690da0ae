/** The calendar of a member of staff as other programs read it: times alone, never kept on the way. */

import { purposesOf } from '../access/duty.ts'
import type { PublicPage } from '../http/page.ts'
import { text } from '../texts/texts.ts'
import { calendarText } from './calendar-text.ts'
import { feedPath, findFeed, takenTimes } from './feed.ts'
import { uidOf } from './meeting.ts'

const headers = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' }

export const feedPage: PublicPage = {
  path: `${feedPath}/:token`,
  costs: () => true,
  handle: async ({ program, clock, lang }, _query, { token = '' }) => {
    const { app } = program.database
    const feed = await findFeed(app, token.replace(/\.ics$/, ''))
    const published = await program.published()
    // Whoever has lost the duty has lost the calendar.
    if (!feed || !purposesOf(published, feed.duties).includes(feed.purpose))
      return new Response(text(lang, 'meetings.feed.none'), { status: 404, headers })
    const events = (await takenTimes(app, feed, clock.now())).map(({ id, said_at: said, cancelled, ...time }) => ({
      ...time,
      said,
      uid: uidOf(program.url, id),
      summary: text(lang, 'meetings.feed.taken'),
      isCancelled: cancelled,
    }))
    return new Response(calendarText('PUBLISH', events, text(lang, 'meetings.feed.name')), {
      headers: { ...headers, 'content-type': 'text/calendar; charset=utf-8' },
    })
  },
}
