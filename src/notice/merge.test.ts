/** What two people change in different parts is joined with both their comments; what they change in the same part is shown as both made it. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { edited, valueIn } from './edit.ts'
import { at, type Edit } from './edit-value.ts'
import { mergeLines } from './line-merge.ts'
import { merge, takeMine } from './merge.ts'

const base = readFileSync(new URL('../../examples/notices/ixir.yaml', import.meta.url), 'utf8')
const contact = (email: string): Edit => ({ do: 'set', path: ['contact', 'email'], value: email })

describe('two who changed', () => {
  test('different parts get both', () => {
    const mine = edited(base, contact('aino@ixir.fi'), { do: 'insert', path: ['security', 0], value: 'backups' })
    const theirs = edited(
      base.replace('  marketing:\n', '  # Kerttu: tarkistettu\n  marketing:\n'),
      { do: 'set', path: ['effective'], value: '2027-01-01' },
      { do: 'remove', path: ['purposes', 'raffles'] },
    )
    const { text = '', collisions } = merge(base, mine, theirs)
    expect(collisions).toEqual([])
    expect(text).toContain('aino@ixir.fi')
    expect(text).toContain('effective: 2027-01-01')
    expect(text).toContain('# Kerttu: tarkistettu')
    expect(at(valueIn(text), ['purposes', 'raffles'])).toBeUndefined()
  })

  test('neighbouring lines get both, where lines alone would not tell', () => {
    const mine = edited(base, { do: 'set', path: ['controller', 'name'], value: 'Uusi Oy' })
    const theirs = edited(base, { do: 'set', path: ['controller', 'business-id'], value: '0000001-9' })
    expect(mergeLines(base, mine, theirs)).toBeUndefined()
    const { text, collisions } = merge(base, mine, theirs)
    expect(collisions).toEqual([])
    expect(text).toBe(edited(mine, { do: 'set', path: ['controller', 'business-id'], value: '0000001-9' }))
  })

  test('the same word are asked, and nothing of either is lost', () => {
    const mine = edited(base, contact('aino@ixir.fi'), { do: 'set', path: ['effective'], value: '2027-02-02' })
    const theirs = edited(base, contact('kerttu@ixir.fi'))
    const { text = '', collisions } = merge(base, mine, theirs)
    expect(collisions).toEqual([{ path: ['contact', 'email'], mine: 'aino@ixir.fi', theirs: 'kerttu@ixir.fi' }])
    expect(text).toContain('kerttu@ixir.fi')
    expect(text).toContain('2027-02-02')
    const [collision] = collisions
    if (collision) expect(takeMine(text, collision)).toBe(mine)
  })

  test('what the other took away are asked', () => {
    const mine = edited(base, { do: 'set', path: ['purposes', 'marketing', 'channels', 'sms'], value: 'never' })
    const theirs = edited(base, { do: 'remove', path: ['purposes', 'marketing'] })
    const { collisions } = merge(base, mine, theirs)
    expect(collisions).toHaveLength(1)
    expect(collisions[0]).toMatchObject({ path: ['purposes', 'marketing', 'channels', 'sms'], theirs: undefined })
    expect(collisions[0]?.mine).toEqual('never')
  })

  test('the same in the same way agree', () => {
    const both = edited(base, contact('aino@ixir.fi'))
    expect(merge(base, both, both)).toEqual({ text: both, collisions: [] })
  })

  test('a text that is broken is joined by lines, or is whole theirs to choose', () => {
    const broken = `${base}rikki: [\n`
    const theirs = edited(base, contact('kerttu@ixir.fi'))
    expect(merge(base, broken, theirs).text).toContain('rikki: [')
    expect(merge(base, base.replace('ixir@ixir.fi', '[ixir'), theirs)).toEqual({ text: undefined, collisions: [] })
  })
})
