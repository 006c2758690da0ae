/** The draw is what its page says: anybody can do it again by the words of docs/raffles.md, and nothing about a token decides whether it wins. */

import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { format, inOrder, listHashOf, orderOf, seedHashOf, tokenOf } from './draw.ts'
import { type DrawFile, faultsIn } from './draw-file.ts'

const salt = Buffer.alloc(32, 7)
const tokens = inOrder(Array.from({ length: 40 }, (_, at) => tokenOf(salt, `row ${at}`)))
const seed = createHash('sha256').update('a secret').digest()

function fileOf(prizes: number, change: Partial<NonNullable<DrawFile['draw']>> = {}): DrawFile {
  const order = orderOf(seed, tokens)
  return {
    format,
    name: 'Syysarvonta',
    seedHash: seedHashOf(seed).toString('hex'),
    list: { frozenAt: '2026-11-23T10:00:00.000Z', hash: listHashOf(tokens).toString('hex'), tokens: [...tokens] },
    draw: {
      at: '2026-11-23T11:00:00.000Z',
      seed: seed.toString('hex'),
      winners: order.slice(0, prizes).map((token, at) => ({ place: at + 1, token })),
      passed: [],
      ...change,
    },
  }
}

test('the order is that of a calculation of three lines, written here from the page alone', () => {
  const sha = (...parts: (Buffer | string)[]) =>
    createHash('sha256')
      .update(Buffer.concat(parts.map(part => Buffer.from(part))))
      .digest()
  const key = sha(seed, sha(tokens.map(token => `${token}\n`).join('')))
  const byHand = [...tokens].sort((a, b) => Buffer.compare(sha(key, a), sha(key, b)))
  expect(orderOf(seed, tokens)).toEqual(byHand)
  expect(new Set(byHand).size).toBe(tokens.length)
})

test('what was published holds, and any change of it is found', () => {
  const holds = fileOf(3)
  expect(faultsIn(holds)).toEqual([])
  expect(faultsIn({ ...holds, seedHash: '0'.repeat(64) })).toEqual(['seed-hash'])
  const [first, ...others] = holds.list?.tokens ?? []
  if (!holds.list || first === undefined) throw new Error('no list')
  expect(faultsIn({ ...holds, list: { ...holds.list, tokens: [...others, first] } })).toContain('list-order')
  expect(faultsIn({ ...holds, list: { ...holds.list, tokens: others } })).toContain('list-hash')
  const loser = orderOf(seed, tokens)[30] ?? ''
  expect(faultsIn(fileOf(1, { winners: [{ place: 1, token: loser }] }))).toEqual(['winners'])
  const second = orderOf(seed, tokens)[1] ?? ''
  expect(faultsIn(fileOf(1, { winners: [{ place: 2, token: second }] }))).toEqual(['passed-over'])
  expect(faultsIn(fileOf(1, { winners: [{ place: 2, token: second }], passed: [{ place: 1, why: 'left' }] }))).toEqual(
    [],
  )
})

test('over many secrets every place of the list wins about as often', () => {
  const few = tokens.slice(0, 10)
  const wins = new Map(few.map(token => [token, 0]))
  const rounds = 1_000
  for (let round = 0; round < rounds; round++) {
    const [winner = ''] = orderOf(createHash('sha256').update(`round ${round}`).digest(), few)
    wins.set(winner, (wins.get(winner) ?? 0) + 1)
  }
  const expected = rounds / few.length
  const chiSquare = [...wins.values()].reduce((sum, times) => sum + (times - expected) ** 2 / expected, 0)
  expect(chiSquare).toBeLessThan(27.9) // one in a thousand for nine degrees of freedom; the rounds are the same each time
})
