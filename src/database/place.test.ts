/** Run by root, program and data stand where the server's own user gets to, and nobody else does. */

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openHome } from '../base/home.ts'
import { embeddedBinaries, placeFor } from './place.ts'

const folder = mkdtempSync(join(tmpdir(), 'seloste-place-'))
const made: string[] = [folder]
afterAll(() => {
  for (const each of made) rmSync(each, { recursive: true, force: true })
})

test('the home and its secret are their owner’s alone, also after somebody has opened them', () => {
  const path = join(folder, 'home')
  const first = openHome(path)
  chmodSync(path, 0o777)
  chmodSync(join(path, 'secret'), 0o644)
  const second = openHome(path)
  expect(statSync(path).mode & 0o767).toBe(0o700)
  expect(statSync(join(path, 'secret')).mode & 0o777).toBe(0o600)
  expect(second.secret).toEqual(first.secret)
  expect(second.secret).toHaveLength(32)
  expect(second.key('a')).not.toEqual(second.key('b'))
})

test('a home that cannot be is refused in words', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => openHome(join(folder, 'file', 'home'))).toThrow(expect.objectContaining({ key: 'settings.home' }))
})

test.runIf(process.getuid?.() !== 0)('run by anybody else, everything stays in the home', () => {
  const { folder: home } = openHome(join(folder, 'own'))
  expect(placeFor(home, '/b')).toEqual({ binaries: '/b', folder: join(home, 'database'), account: undefined })
})

describe.runIf(process.getuid?.() === 0)('run by root', () => {
  test('a home that can be reached holds its database, open to the server’s group and nobody else', () => {
    chmodSync(folder, 0o755)
    const { folder: home } = openHome(join(folder, 'reachable'))
    const place = placeFor(home, embeddedBinaries())
    expect(place.folder).toBe(join(home, 'database'))
    expect(statSync(home).mode & 0o777).toBe(0o710)
    expect(statSync(place.folder).uid).toBe(place.account?.uid)
  })

  test('a home behind a closed door gets its database below /var/lib, and finds it again', () => {
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const { folder: home } = openHome(join(closed, 'home'))
    const place = placeFor(home, embeddedBinaries())
    made.push(place.folder)
    expect(dirname(place.folder)).toBe('/var/lib/seloste')
    expect(placeFor(home, embeddedBinaries()).folder).toBe(place.folder)

    rmSync(join(home, 'database.location'))
    expect(() => placeFor(home, embeddedBinaries())).toThrow(expect.objectContaining({ key: 'database.left-behind' }))
  })

  test('a program behind a closed door is copied whole, once', () => {
    const native = join(folder, 'closed', 'native')
    mkdirSync(join(native, 'bin'), { recursive: true })
    mkdirSync(join(native, 'lib'))
    writeFileSync(join(native, 'bin', 'postgres'), `a program of ${folder}`, { mode: 0o755 })
    writeFileSync(join(native, 'lib', 'a.so'), 'b')
    const { folder: home } = openHome(join(folder, 'copies'))
    const { binaries } = placeFor(home, join(native, 'bin'))
    made.push(dirname(binaries))
    expect(dirname(dirname(binaries))).toBe('/var/lib/seloste')
    expect(readFileSync(join(binaries, '..', 'lib', 'a.so'), 'utf8')).toBe('b')
    expect(placeFor(home, join(native, 'bin')).binaries).toBe(binaries)
  })
})
