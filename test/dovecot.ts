/** Debian's IMAP server on loopback, with one mailbox of its own: what is delivered there is read by the program as anybody's mail is. */

import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ImapFlow } from 'imapflow'
import { freePort } from '../src/base/free-port.ts'
import type { MailboxPlace } from '../src/mailbox/place.ts'

const binary = '/usr/sbin/dovecot'
export const hasDovecot = existsSync(binary)
export const withoutDovecot = 'Debian’s package dovecot-imapd is not here: apt-get install dovecot-imapd'

export interface Dovecot {
  readonly place: MailboxPlace
  readonly password: string
  readonly tlsPort: number
  /** PEM of its own certificate, which nobody else trusts. */
  readonly certificate: string
  deliver(...mails: readonly (string | Uint8Array)[]): Promise<void>
  /** Flags of every message, in order. */
  flags(): Promise<readonly (readonly string[])[]>
  /** Removes every message. */
  empty(): Promise<void>
  /** Makes the folder anew, with other numbers and the same messages. */
  renumber(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
  close(): Promise<void>
}

const user = 'posti'
const password = 'salasana-loopback'

/** `introspection`: where the server asks whose an access token is (RFC 7662); then it lets in by tokens too. */
export async function startDovecot(introspection?: string): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'seloste-dovecot-'))
  const [port, tlsPort] = [await freePort(), await freePort()]
  const mail = join(folder, 'mail')
  mkdirSync(mail)
  const pem = join(folder, 'tls.pem')
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
      '-keyout',
      pem,
      '-out',
      join(folder, 'cert.pem'),
    ],
    { stdio: 'ignore' },
  )
  const certificate = execFileSync('openssl', ['x509', '-in', join(folder, 'cert.pem')], { encoding: 'utf8' })
  const { username, uid, gid } = userInfo()
  const internal = uid === 0 ? ['dovecot', 'dovenull'] : [username, username]
  const mailUser = uid === 0 ? 'nobody' : username
  const mailGroup = uid === 0 ? 'nogroup' : String(gid)
  writeFileSync(join(folder, 'users'), `${user}:{PLAIN}${password}:::::\n`)
  const byToken = introspection !== undefined
  if (byToken)
    writeFileSync(
      join(folder, 'oauth2.conf'),
      `introspection_url = ${introspection}\nintrospection_mode = post\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n`,
    )
  writeFileSync(
    join(folder, 'dovecot.conf'),
    `protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
default_internal_user = ${internal[0]}
default_internal_group = ${uid === 0 ? 'dovecot' : String(gid)}
default_login_user = ${internal[1]}
mail_location = maildir:${mail}/%u
mail_uid = ${mailUser}
mail_gid = ${mailGroup}
first_valid_uid = 0
first_valid_gid = 0
mail_home = ${mail}/%u
disable_plaintext_auth = no
auth_mechanisms = plain login${byToken ? ' xoauth2' : ''}
auth_failure_delay = 0
mail_max_userip_connections = 40
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${pem}
${byToken ? `passdb {\n  driver = oauth2\n  mechanisms = xoauth2\n  args = ${folder}/oauth2.conf\n}` : ''}
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = uid=${mailUser} gid=${mailGroup} home=${mail}/%u
}
namespace inbox {
  inbox = yes
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
`,
  )
  execFileSync('chmod', ['-R', 'a+rwX', folder])
  let running: ReturnType<typeof spawn> | undefined

  const start = async (): Promise<void> => {
    running = spawn(binary, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' })
    while (!(await answers(port))) await pause(20)
  }
  const stop = async (): Promise<void> => {
    const ended = new Promise<void>(resolve => void running?.once('exit', () => resolve()))
    running?.kill('SIGTERM')
    await ended
  }
  await start()

  const place: MailboxPlace = {
    host: '127.0.0.1',
    port,
    security: 'none',
    user,
    folder: 'INBOX',
    as: 'service-events',
    fromBeginning: true,
    marksRead: false,
  }
  const within = async <Result>(work: (client: ImapFlow) => Promise<Result>): Promise<Result> => {
    const client = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      doSTARTTLS: false,
      auth: { user, pass: password },
      logger: false,
    })
    client.on('error', () => {})
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.logout().catch(() => {})
    }
  }
  return {
    place,
    password,
    tlsPort,
    certificate,
    deliver: (...mails) =>
      within(async client => {
        for (const one of mails)
          await client.append('INBOX', Buffer.from(typeof one === 'string' ? one.replaceAll(/\r?\n/g, '\r\n') : one))
      }),
    flags: () =>
      within(async client => {
        await client.mailboxOpen('INBOX', { readOnly: true })
        const found: string[][] = []
        for await (const one of client.fetch('1:*', { flags: true })) found.push([...(one.flags ?? [])].sort())
        return found
      }),
    empty: () =>
      within(async client => {
        await client.mailboxOpen('INBOX')
        await client.messageDelete('1:*')
      }),
    renumber: async () => {
      await stop()
      for (const name of [
        'dovecot-uidlist',
        'dovecot.index',
        'dovecot.index.log',
        'dovecot.index.cache',
        'dovecot-uidvalidity',
      ])
        rmSync(join(mail, user, name), { force: true })
      await start()
    },
    start,
    stop,
    close: async () => {
      if (running?.exitCode === null) await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
