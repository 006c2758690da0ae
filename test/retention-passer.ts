/** A process of its own that passes through a register, a few persons a step, until it is killed: `node retention-passer.ts <url> <secret> <home> <now> <part>`. */

import { signActor } from '../src/database/actor-token.ts'
import { openDatabase } from '../src/database/pools.ts'
import { publishedNotice } from '../src/http/published.ts'
import { pass } from '../src/retention/passage.ts'

const [url = '', secret = '', home = '', now = '', part = ''] = process.argv.slice(2)
const database = await openDatabase({ url, secret: Buffer.from(secret, 'hex') })
const sign = (claim: Parameters<typeof signActor>[1]) => {
  process.stdout.write('.') // a token a step
  return signActor(database.actorKey, claim)
}
const program = { clock: { now: () => new Date(now) }, database, home, published: publishedNotice(database.app), sign }
await pass(program, 'nightly', { rest: 0, stopping: new AbortController().signal, actor: 'system', part: Number(part) })
await database.close()
