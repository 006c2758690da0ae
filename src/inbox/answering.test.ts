/** Between real servers: a letter is read over IMAP, answered over SMTP, and what the customer's program makes of the answer joins the conversation. */

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Dovecot, hasDovecot, startDovecot, withoutDovecot } from '../../test/dovecot.ts'
import { inboxDesk } from '../../test/inbox-desk.ts'
import { letter } from '../../test/mailbox-desk.ts'
import { openDoor } from '../arrivals/receive.ts'
import { mailAdapter } from '../mailbox/letter-adapter.ts'
import { headerOf, readMail } from '../mailbox/mime.ts'
import { watchMailboxes } from '../mailbox/watch.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

describe.skipIf(!hasDovecot)(`an answer (${hasDovecot ? 'dovecot' : withoutDovecot})`, async () => {
  if (!hasDovecot) return
  const desk = await inboxDesk()
  let server: Dovecot
  beforeAll(async () => {
    server = await startDovecot()
    await desk.db.admin.query('update arrivals.connection set settings = $2 where id = $1', [
      desk.mailbox.id,
      { ...server.place, address: 'asiakaspalvelu@example.fi' },
    ])
  })
  afterAll(async () => {
    await server?.close()
    await desk.close()
  })

  test('goes to whoever wrote, says which letter it answers, and their next letter is in the same conversation', async () => {
    await desk.customer('Aino', 'aino.virtanen@example.org')
    const watch = watchMailboxes(desk.program, {
      door: openDoor(desk.program, [mailAdapter]),
      pace: { look: 50, again: 50, most: 200 },
    })
    const come = async (count: number) => {
      const arrivals = async () => (await desk.db.admin.query('select from arrivals.arrival')).rowCount
      await expect.poll(arrivals, { timeout: 60_000, interval: 50 }).toBe(count)
      await desk.work()
      return (await desk.list()).conversations
    }
    try {
      await server.deliver(letter('Milloin kurssi alkaa?', { 'Message-ID': '<eka@koti.example>', Subject: 'Kurssi' }))
      const [found] = await come(1)
      if (!found) throw new Error('no conversation was opened')
      await desk.answer('POST', `/inbox/${found.id}/answers`, {
        way: 'email',
        text: 'Maanantaina, Äijälässä.',
        seen: null,
      })
      await desk.work()
      const sent = await readMail(Buffer.from(desk.smtp.received[0]?.raw ?? ''))
      expect(sent).toMatchObject({
        from: { address: 'asiakaspalvelu@example.fi', name: 'Ixir-verkkokurssit Oy' },
        subject: 'Re: Kurssi',
        answers: ['<eka@koti.example>'],
        text: expect.stringContaining('Maanantaina, Äijälässä.'),
      })
      expect(headerOf(sent, 'in-reply-to')).toEqual(['<eka@koti.example>'])
      const { messageId = '' } = sent
      await server.deliver(
        letter(`Kiitos\n\n${sent.text.replace(/^/gm, '> ')}`, {
          'Message-ID': '<toka@koti.example>',
          'In-Reply-To': messageId,
          References: `<eka@koti.example> ${messageId}`,
        }),
      )
      expect(await come(2)).toMatchObject([{ id: found.id, state: 'open', begins: 'Kiitos' }])
    } finally {
      await watch.stop()
    }
  })
})
