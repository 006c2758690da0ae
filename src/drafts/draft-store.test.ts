/** Whatever happens between window and server, no word that was typed is lost, and nobody's text is written over unseen. */

import { expect, test } from 'vitest'
import { type Answer, openStore } from './draft-store.ts'

const base = 'notice: 1\ncontact:\n  email: a@b.fi\neffective: 2026-01-01\n'

/** A server that keeps one text, and that others can save to. */
function desk(beginning = { text: base, base, revision: 1 }) {
  const server = { text: beginning.base, revision: beginning.revision, by: 'Aino', away: false, signedOut: false }
  const kept: string[] = []
  const send = async (text: string, expected: number): Promise<Answer> => {
    if (server.away) return { kind: 'away' }
    if (server.signedOut) return { kind: 'signed-out' }
    if (expected !== server.revision)
      return { kind: 'meanwhile', by: server.by, text: server.text, revision: server.revision }
    server.text = text
    server.revision++
    return { kind: 'saved', revision: server.revision, at: '2026-03-02T10:00:00Z' }
  }
  let clock = 0
  const now = () => {
    clock += 5000
    return clock
  }
  const store = openStore(
    { ...beginning, at: undefined },
    { send, now, keep: ({ history }) => kept.push(history.text) },
  )
  const kerttuSaves = (text: string) => Object.assign(server, { text, revision: server.revision + 1, by: 'Kerttu' })
  const set = (path: readonly string[], value: string) => store.edit(path.join('.'), () => [{ do: 'set', path, value }])
  return { server, store, kept, kerttuSaves, set }
}

test('what is changed is saved, and what is changed during the save is saved after it', async () => {
  const { server, store, set } = desk()
  set(['contact', 'email'], 'c@b.fi')
  expect(store.get().saving).toEqual({ state: 'unsaved' })
  const saving = store.save()
  set(['effective'], '2027-01-01')
  await saving
  expect(store.get().saving).toEqual({ state: 'unsaved' })
  await store.save()
  expect(store.get().saving).toMatchObject({ state: 'saved', at: '2026-03-02T10:00:00Z' })
  expect(server.text).toContain('c@b.fi')
  expect(server.text).toContain('2027-01-01')
})

test('what was taken back to what the server has is saved', async () => {
  const { store, set } = desk()
  set(['contact', 'email'], 'c@b.fi')
  store.undo()
  expect(store.get().saving).toMatchObject({ state: 'saved' })
  store.redo()
  const saving = store.save()
  store.undo()
  await saving
  expect(store.get().saving).toEqual({ state: 'unsaved' })
  store.redo()
  expect(store.get().saving).toMatchObject({ state: 'saved' })
})

test('another’s save in another part is joined, told, and not taken away by going back', async () => {
  const { server, store, kerttuSaves, set } = desk()
  set(['contact', 'email'], 'c@b.fi')
  kerttuSaves(base.replace('2026-01-01', '2027-01-01 # Kerttu'))
  await store.save()
  expect(store.get()).toMatchObject({ joined: 'Kerttu', conflict: undefined })
  store.undo()
  await store.save()
  expect(server.text).toBe(base.replace('a@b.fi', 'c@b.fi').replace('2026-01-01', '2027-01-01 # Kerttu'))
})

test('another’s save in the same part is a choice, and nothing is saved before it is made', async () => {
  const { server, store, kerttuSaves, set } = desk()
  set(['contact', 'email'], 'mine@b.fi')
  set(['effective'], '2028-01-01')
  kerttuSaves(base.replace('a@b.fi', 'kerttu@b.fi'))
  await store.save()
  expect(store.get().conflict).toMatchObject({
    by: 'Kerttu',
    collisions: [{ mine: 'mine@b.fi', theirs: 'kerttu@b.fi' }],
  })
  await store.save()
  expect(server.text).toContain('kerttu@b.fi')
  store.settle(['mine'])
  await store.save()
  expect(server.text).toBe(base.replace('a@b.fi', 'mine@b.fi').replace('2026-01-01', '2028-01-01'))
})

test('of texts that cannot be joined one is chosen whole', async () => {
  const { server, store, kerttuSaves } = desk()
  store.type(base.replace('a@b.fi', '[rikki'), 'yaml')
  expect(store.notice()).toBeUndefined()
  kerttuSaves(base.replace('a@b.fi', 'kerttu@b.fi'))
  await store.save()
  expect(store.get().conflict?.text).toBeUndefined()
  store.settle('theirs')
  expect(store.get().saving.state).toBe('saved')
  expect(store.get().history.text).toBe(server.text)
})

test('away or signed out, the text stays and is saved later', async () => {
  const { server, store, kept, set } = desk()
  server.away = true
  set(['contact', 'email'], 'c@b.fi')
  await store.save()
  expect(store.get().saving).toEqual({ state: 'away' })
  set(['effective'], '2027-01-01')
  expect(kept.at(-1)).toContain('2027-01-01')
  server.away = false
  server.signedOut = true
  await store.save()
  expect(store.get().saving).toEqual({ state: 'signed-out' })
  server.signedOut = false
  await store.save()
  expect(server.text).toContain('2027-01-01')
})

test('an edit that would lose a comment is refused with its place, and the text stays', () => {
  const text = 'a: [b, # x\n  c]\n'
  const { store } = desk({ text, base: text, revision: 1 })
  store.edit('a', () => [{ do: 'move', path: ['a', 0], to: 1 }])
  expect(store.get()).toMatchObject({ refused: ['a', 0], history: { text } })
})
