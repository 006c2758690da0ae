/** A sealed file is read as it was written and by nobody without the key; a new key reaches all of them, whatever happens meanwhile. */

import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '../base/ids.ts'
import { systemClock as clock } from '../base/time.ts'
import { keysIn } from './key-file.ts'
import { finishRotation, rotateFileKey } from './rotate.ts'
import { keyFile, type Place, readSealed, removeSealed, writeSealed } from './sealed-file.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'seloste-files-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const place = (folder = 'uploads'): Place => ({ home, folder, id: newId() })
const names = (folder = 'uploads'): readonly string[] => readdirSync(join(home, 'files', folder))
const only = (folder?: string): string => {
  const [name = '', ...others] = names(folder)
  expect(others).toEqual([])
  return join(home, 'files', folder ?? 'uploads', name)
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text)
}

async function read(file: Place): Promise<string> {
  const found: Buffer[] = []
  for await (const piece of readSealed(file)) found.push(piece)
  return Buffer.concat(found).toString()
}

test('what was written is read again, and the disk has nothing of it in the clear', async () => {
  const file = place()
  expect(await writeSealed(file, pieces('Aino ', 'Virtanen'))).toBe(13)
  expect(await read(file)).toBe('Aino Virtanen')
  const bytes = readFileSync(only())
  expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1')
  expect(bytes.includes('Virtanen')).toBe(false)
  const large = Buffer.alloc(3_000_000, 'Mäkelä ')
  const other = place('recordings')
  await writeSealed(other, pieces(large.toString(), large.toString()))
  expect((await read(other)).length).toBe(large.toString().length * 2)
})

test('a file that is not as it was written is refused, one that is gone is told to be gone', async () => {
  const file = place()
  await writeSealed(file, pieces('Aino Virtanen'))
  const bytes = readFileSync(only())
  bytes[bytes.length - 3] = (bytes.at(-3) ?? 0) ^ 1
  writeFileSync(only(), bytes)
  await expect(read(file)).rejects.toMatchObject({ key: 'files.damaged' })
  writeFileSync(only(), bytes.subarray(0, -40))
  await expect(read(file)).rejects.toMatchObject({ key: 'files.damaged' })
  await removeSealed(file)
  await expect(read(file)).rejects.toMatchObject({ key: 'files.gone', kind: 'absent' })
  await removeSealed(file)
  await expect(read(place('nowhere'))).rejects.toMatchObject({ key: 'files.gone' })
})

test('content that fails leaves no file', async () => {
  const file = place()
  const failing = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.from('Aino')
    throw new RangeError('too much')
  }
  await expect(writeSealed(file, failing())).rejects.toThrow('too much')
  expect(names()).toEqual([])
})

test('a new key reaches every folder, and the older one opens nothing any more', async () => {
  const files = [place(), place(), place('packages'), place('recordings')]
  for (const [n, file] of files.entries()) await writeSealed(file, pieces(`letter ${n}`))
  const before = keysIn(keyFile(home))
  expect(await rotateFileKey(home, clock)).toEqual({ moved: 4, left: 0, damaged: [] })
  const after = keysIn(keyFile(home))
  expect(after).toHaveLength(1)
  expect(before).not.toEqual(after)
  expect(await Promise.all(files.map(read))).toEqual(files.map((_, n) => `letter ${n}`))
  writeFileSync(keyFile(home), `${before[0]}\n`)
  await expect(read(files[0] ?? place())).rejects.toMatchObject({ key: 'files.gone' })
})

test('a file that is being written while the key changes is not lost, and the next start moves it', async () => {
  const file = place()
  let go = (): void => {}
  const gone = new Promise<void>(resolve => {
    go = resolve
  })
  let begun = (): void => {}
  const hasBegun = new Promise<void>(resolve => {
    begun = resolve
  })
  const slow = async function* (): AsyncGenerator<Buffer> {
    begun()
    yield Buffer.from('Aino ')
    await gone
    yield Buffer.from('Virtanen')
  }
  const writing = writeSealed(file, slow())
  await hasBegun
  expect(await rotateFileKey(home, clock)).toEqual({ moved: 0, left: 1, damaged: [] })
  expect(keysIn(keyFile(home))).toHaveLength(2)
  go()
  await writing
  expect(await read(file)).toBe('Aino Virtanen')
  await finishRotation(home, clock)
  expect(keysIn(keyFile(home))).toHaveLength(1)
  expect(await read(file)).toBe('Aino Virtanen')
})

test('what is removed while the key changes does not come back', async () => {
  const content = randomBytes(3_000_000)
  const files = [place(), place()]
  for (const file of files) await writeSealed(file, Readable.from([content]))
  const rotating = rotateFileKey(home, clock)
  const isMoving = () =>
    names().some(name => name.endsWith('.moved') && statSync(join(home, 'files', 'uploads', name)).size > 0)
  while (!isMoving()) await setImmediate()
  await Promise.all(files.map(removeSealed))
  expect(await rotating).toMatchObject({ left: 0, damaged: [] })
  expect(names()).toEqual([])
})

test('what is read while the key changes is read whole', async () => {
  const files = Array.from({ length: 4 }, () => place())
  for (const file of files) await writeSealed(file, pieces('Aino Virtanen'))
  for (let round = 0; round < 5; round++) {
    const rotating = rotateFileKey(home, clock)
    const found = await Promise.all([...files, ...files].map(read))
    expect(new Set(found)).toEqual(new Set(['Aino Virtanen']))
    await rotating
  }
})

test('a kill in the middle of a change leaves both keys, and the next start goes on', async () => {
  const [moved, waiting] = [place(), place()]
  await writeSealed(moved, pieces('moved'))
  const old = only()
  const before = readFileSync(keyFile(home), 'utf8')
  const kept = readFileSync(old)
  await rotateFileKey(home, clock)
  // As a kill between two files leaves it: one under the new key, one under the older, one half written beside it.
  writeFileSync(keyFile(home), `${before}${readFileSync(keyFile(home), 'utf8')}`)
  writeFileSync(old.replace(moved.id, waiting.id), kept)
  writeFileSync(`${only2(moved).replace(moved.id, waiting.id)}.moved`, 'half')
  expect(await read(waiting)).toBe('moved')
  await finishRotation(home, clock)
  expect(keysIn(keyFile(home))).toHaveLength(1)
  expect(await Promise.all([moved, waiting].map(read))).toEqual(['moved', 'moved'])
  expect(names()).toHaveLength(2)
})

const only2 = ({ id }: Place): string => join(home, 'files', 'uploads', names().find(name => name.startsWith(id)) ?? '')

test('a file that no key opens stops neither the others nor a start, and keeps the older key', async () => {
  const [good, bad] = [place(), place()]
  await writeSealed(bad, pieces('Bertta'))
  const file = only()
  writeFileSync(file, readFileSync(file).subarray(0, -5))
  await writeSealed(good, pieces('Aino'))
  const rotated = await rotateFileKey(home, clock)
  expect(rotated).toMatchObject({ moved: 1, left: 0, damaged: [expect.stringContaining(bad.id)] })
  expect(keysIn(keyFile(home))).toHaveLength(2)
  expect(await read(good)).toBe('Aino')
  await finishRotation(home, clock)
})

test('what a kill left half written goes after a day, not before', async () => {
  await writeSealed(place(), pieces('Aino'))
  const half = `${only()}.part`
  renameSync(only(), half)
  await finishRotation(home, clock)
  expect(names()).toHaveLength(1)
  const past = Date.now() / 1000 - 2 * 86_400
  utimesSync(half, past, past)
  await finishRotation(home, clock)
  expect(names()).toEqual([])
})

test('two changes at one moment: one is refused; the lock of a process that is gone holds nobody up', async () => {
  await writeSealed(place(), pieces('Aino'))
  writeFileSync(`${keyFile(home)}.lock`, String(process.ppid))
  await expect(rotateFileKey(home, clock)).rejects.toMatchObject({ key: 'files.rotating' })
  writeFileSync(`${keyFile(home)}.lock`, '999999999')
  expect(await rotateFileKey(home, clock)).toMatchObject({ moved: 1 })
})

test('files that are written at one moment in a new home share one key', async () => {
  const files = Array.from({ length: 8 }, () => place())
  await Promise.all(files.map((file, n) => writeSealed(file, pieces(String(n)))))
  expect(keysIn(keyFile(home))).toHaveLength(1)
  expect(await Promise.all(files.map(read))).toEqual(files.map((_, n) => String(n)))
})
