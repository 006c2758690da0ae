/** The environment is read once, at start, and every fault in it is named together with how to mend it. */

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { Refused } from './errors.ts'

export interface Settings {
  /** SELOSTE_HOME: database, secret, uploads. Absolute. */
  readonly home: string
  /** DATABASE_URL: a PostgreSQL of one's own, 15 or newer; undefined means the embedded one. */
  readonly databaseUrl: string | undefined
  /** PORT, on all addresses of the machine. */
  readonly port: number
  /** SELOSTE_URL: the public address, without a trailing slash. */
  readonly url: string
  readonly smtpUrl: string | undefined
  /** MAIL_PER_MINUTE: the most e-mails that leave in a minute. */
  readonly mailPerMinute: number
  /** SMS_URL: a gateway for text messages that speaks Twilio's message API, with the sender and, for tests, the controller's own number. */
  readonly smsUrl: string | undefined
  readonly imapUrl: string | undefined
  /** CHROMIUM: the browser that looks at the controller's websites; undefined means the one that the machine has. Absolute. */
  readonly chromium: string | undefined
  /** SELOSTE_NOTICE: the file that is published at first start. Absolute. */
  readonly notice: string
}

const root = join(import.meta.dirname, '..', '..')

const urlOf = (...protocols: readonly string[]) =>
  z
    .string()
    .refine(value => protocols.includes(protocolOf(value) ?? ''))
    .optional()

function protocolOf(value: string): string | undefined {
  return URL.canParse(value) ? new URL(value).protocol : undefined
}

/** Whoever signs in by the permission of a mailbox (`auth=mailbox`) is named, and has no password. */
const isMailServer = ({ hostname, username, password, searchParams }: URL): boolean =>
  hostname !== '' &&
  (!searchParams.has('auth') || (searchParams.get('auth') === 'mailbox' && username !== '' && password === ''))

/** With an account and a sender, and over TLS unless it is on this machine: numbers and codes do not travel in the open. */
const isGateway = ({ protocol, hostname, username, password, pathname, searchParams }: URL): boolean =>
  (protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) &&
  username !== '' &&
  password !== '' &&
  pathname.endsWith('/Messages.json') &&
  Boolean(searchParams.get('from')) &&
  /^[+ ]\d{7,15}$/.test(searchParams.get('test') ?? '+0000000')

const environment = z.object({
  SELOSTE_HOME: z.string().default('data'),
  DATABASE_URL: urlOf('postgres:', 'postgresql:'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine(port => port <= 65_535)
    .default(3000),
  SELOSTE_URL: urlOf('http:', 'https:').refine(value => value === undefined || !/[?#]/.test(value)),
  SMTP_URL: urlOf('smtp:', 'smtps:').refine(
    value => value === undefined || (URL.canParse(value) && isMailServer(new URL(value))),
  ),
  MAIL_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .transform(Number)
    .default(60),
  SMS_URL: urlOf('https:', 'http:').refine(
    value => value === undefined || (URL.canParse(value) && isGateway(new URL(value))),
  ),
  IMAP_URL: urlOf('imap:', 'imaps:'),
  CHROMIUM: z
    .string()
    .refine(file => existsSync(file))
    .optional(),
  SELOSTE_NOTICE: z
    .string()
    .refine(file => existsSync(file))
    .default(join(root, 'examples', 'notices', 'ixir.yaml')),
})

/** Texts of the faults; a value is never repeated, for a URL holds a password. */
const keys: Readonly<Record<Exclude<keyof z.input<typeof environment>, 'SELOSTE_HOME'>, string>> = {
  DATABASE_URL: 'settings.database-url',
  PORT: 'settings.port',
  SELOSTE_URL: 'settings.url',
  SMTP_URL: 'settings.smtp-url',
  MAIL_PER_MINUTE: 'settings.mail-per-minute',
  SMS_URL: 'settings.sms-url',
  IMAP_URL: 'settings.imap-url',
  CHROMIUM: 'settings.chromium',
  SELOSTE_NOTICE: 'settings.notice',
}

/** The settings, or every fault in them. An empty variable counts as absent. */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
): { readonly settings: Settings } | { readonly faults: readonly Refused[] } {
  const given = Object.fromEntries(Object.keys(environment.shape).map(name => [name, env[name]?.trim() || undefined]))
  const read = environment.safeParse(given)
  if (!read.success) {
    const names = new Set(read.error.issues.map(issue => String(issue.path[0])))
    return {
      faults: Object.entries(keys).flatMap(([name, key]) =>
        names.has(name) ? [new Refused(key, 'invalid', { name })] : [],
      ),
    }
  }
  const { data } = read
  return {
    settings: {
      home: resolve(data.SELOSTE_HOME),
      databaseUrl: data.DATABASE_URL,
      port: data.PORT,
      url: (data.SELOSTE_URL ?? `http://localhost:${data.PORT}`).replace(/\/+$/, ''),
      smtpUrl: data.SMTP_URL,
      mailPerMinute: data.MAIL_PER_MINUTE,
      smsUrl: data.SMS_URL,
      imapUrl: data.IMAP_URL,
      chromium: data.CHROMIUM && resolve(data.CHROMIUM),
      notice: resolve(data.SELOSTE_NOTICE),
    },
  }
}
