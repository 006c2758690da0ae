/** A wrong environment is refused by the variable's name, all faults at once, and no value is repeated. */

import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

test('nothing set gives the defaults', () => {
  const read = readSettings({ PORT: '' })
  expect(read).toMatchObject({ settings: { port: 3000, url: 'http://localhost:3000', databaseUrl: undefined } })
})

test.each([
  ['PORT', 'http'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['DATABASE_URL', 'mysql://a:salainen@b/c'],
  ['DATABASE_URL', 'salainen'],
  ['SELOSTE_URL', 'example.fi'],
  ['SELOSTE_URL', 'https://example.fi/?salainen'],
  ['SMTP_URL', 'http://salainen'],
  ['SMTP_URL', 'smtp://'],
  ['SMTP_URL', 'smtp://a:salainen@posti.fi?auth=mailbox'],
  ['SMTP_URL', 'smtp://posti.fi?auth=mailbox'],
  ['SMTP_URL', 'smtp://a@posti.fi?auth=oauth'],
  ['SMS_URL', 'https://api.example.net/Messages.json?from=1'],
  ['SMS_URL', 'http://a:salainen@api.example.net/Messages.json?from=1'],
  ['SMS_URL', 'https://a:salainen@api.example.net/Messages.json'],
  ['SMS_URL', 'https://a:salainen@api.example.net/Messages.json?from=1&test=0401234567'],
  ['MAIL_PER_MINUTE', '0'],
  ['MAIL_PER_MINUTE', 'salainen'],
  ['IMAP_URL', 'smtp://salainen'],
  ['SELOSTE_NOTICE', '/salainen/notice.yaml'],
])('%s=%s is refused by name', (name, value) => {
  const read = readSettings({ [name]: value })
  expect(read).toMatchObject({ faults: [{ kind: 'invalid', args: { name } }] })
  expect(JSON.stringify(read)).not.toContain('salainen')
})

test('all faults are told at once', () => {
  const read = readSettings({ PORT: 'x', SMTP_URL: 'x', SELOSTE_HOME: '/tmp' })
  expect('faults' in read && read.faults.map(({ args }) => args.name)).toEqual(['PORT', 'SMTP_URL'])
})

test('the public address loses its trailing slash and keeps its path', () => {
  expect(readSettings({ SELOSTE_URL: 'https://example.fi/rekisteri/' })).toMatchObject({
    settings: { url: 'https://example.fi/rekisteri' },
  })
})
