/** What a command or the server needs is opened when it is first asked for, in the order in which one stands on the other, and closed in reverse. */

import { readFileSync } from 'node:fs'
import { type Access, openAccess } from './access/access.ts'
import { type Home, openHome } from './base/home.ts'
import type { Settings } from './base/settings.ts'
import type { Clock } from './base/time.ts'
import { signActor } from './database/actor-token.ts'
import { type Cluster, startCluster } from './database/cluster.ts'
import { migrate } from './database/migrate.ts'
import { embeddedBinaries, placeFor } from './database/place.ts'
import { type Database, openDatabase } from './database/pools.ts'
import { bringInLine, publishNotice } from './database/publish.ts'
import { isDemo } from './demo/mark.ts'
import type { Log, Program } from './http/program.ts'
import { publishedNotice } from './http/published.ts'
import { prepareQueue } from './jobs/queue.ts'
import { type Mail, openMail } from './mail/transport.ts'
import { permissionToSend } from './mailbox/sending.ts'
import { openSms, type Sms } from './sms/gateway.ts'

/** The program, with what only commands and app.ts may use beside it. */
export type Opened = Program & {
  readonly database: Database
  readonly access: Access
  readonly mail: Mail
  readonly sms: Sms
  readonly settings: Settings
}

export interface Opening {
  readonly home: () => Home
  /** The embedded server; undefined with DATABASE_URL. */
  readonly cluster: () => Promise<Cluster | undefined>
  /** Connected, roles made; not migrated. */
  readonly database: () => Promise<Database>
  /** Migrated, and the first notice published. */
  readonly program: () => Promise<Opened>
  readonly close: () => Promise<void>
}

export interface OpeningOptions {
  readonly clock: Clock
  readonly log: Log
  /** The embedded server died and could not be brought back. */
  readonly onLost?: (fault: unknown) => void
}

export function opening(settings: Settings, options: OpeningOptions): Opening {
  const closing: (() => Promise<void>)[] = []

  const home = once(() => openHome(settings.home))

  const cluster = once(async () => {
    if (settings.databaseUrl) return undefined
    const started = await startCluster({
      place: placeFor(home().folder, embeddedBinaries()),
      password: home().key('superuser').toString('hex'),
      ...(options.onLost && { onLost: options.onLost }),
    })
    closing.push(() => started.stop())
    return started
  })

  const database = once(async () => {
    const own = await cluster()
    const url = settings.databaseUrl ?? (await own?.database('seloste')) ?? ''
    const opened = await openDatabase({ url, secret: home().secret })
    closing.push(() => opened.close())
    return opened
  })

  const program = once(async (): Promise<Opened> => {
    const opened = await database()
    await migrate(opened)
    await prepareQueue(opened)
    const published = publishedNotice(opened.app)
    if ((await bringInLine(opened, options.clock)) === 0) {
      await publishNotice(opened, { source: readFileSync(settings.notice, 'utf8'), by: 'system', clock: options.clock })
    }
    const { clock, log } = options
    const { url, smtpUrl, smsUrl, mailPerMinute } = settings
    const demo = isDemo(home().folder)
    const access = await openAccess({ database: opened, clock, url, key: home().key, published })
    closing.push(() => access.close())
    return {
      clock,
      url,
      home: home().folder,
      demo,
      database: opened,
      sign: claim => signActor(opened.actorKey, claim),
      published,
      findAsker: access.findAsker,
      recordLooks: access.looks.record,
      noteAttempt: access.attempts.note,
      log,
      access,
      mail: openMail({
        url: demo ? undefined : smtpUrl,
        perMinute: mailPerMinute,
        key: opened.addressKey,
        permission: permissionToSend({ app: opened.app, home: home().folder, clock }),
      }),
      sms: openSms({ url: demo ? undefined : smsUrl }),
      settings,
    }
  })

  return {
    home,
    cluster,
    database,
    program,
    close: async () => {
      for (const close of closing.splice(0).reverse()) await close()
    },
  }
}

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined
  return () => {
    made ??= { result: make() }
    return made.result
  }
}
