/** A picture is told by its bytes, and what a camera wrote into it does not leave. */

import { expect, test } from 'vitest'
import { chunk, header, jpeg, png, segment } from '../../test/pictures.ts'
import { readPicture } from './picture.ts'

test('PNG, JPEG and GIF are taken with their size, and without place, camera and words', () => {
  expect(readPicture(png)).toMatchObject({ type: 'image/png', width: 600, height: 300 })
  expect(readPicture(jpeg)).toMatchObject({ type: 'image/jpeg', width: 400, height: 200 })
  const gif = Buffer.concat([Buffer.from('GIF89a', 'latin1'), Buffer.from([10, 0, 20, 0, 0, 0, 0, 0x3b])])
  expect(readPicture(gif)).toMatchObject({ type: 'image/gif', width: 10, height: 20 })
  for (const taken of [png, jpeg]) {
    const kept = readPicture(taken)?.content.toString('latin1')
    expect(kept).toContain('picture')
    for (const written of ['Aino', '60.1699', 'behind']) expect(kept).not.toContain(written)
  }
})

test('what is none, or broken, is not', () => {
  for (const bytes of [
    ...[
      Buffer.alloc(0),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      Buffer.from('%PDF-1.7'),
    ],
    ...[png.subarray(0, 60), jpeg.subarray(0, 60), Buffer.from('GIF89a')],
    Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IDAT', header), chunk('IEND', header)]),
  ])
    expect(readPicture(bytes)).toBeUndefined()
})

test('no beginning of a picture is more than a refusal', () => {
  for (const whole of [png, jpeg])
    for (let length = 0; length < whole.length; length++)
      expect(() => readPicture(whole.subarray(0, length))).not.toThrow()
})

test('which way up a camera was held is kept, of all that it wrote', () => {
  const tag = (order: 'II' | 'MM', value: number): Buffer => {
    const body = Buffer.alloc(26)
    body.write(order, 0, 'latin1')
    const put = (n: number, at: number) => (order === 'II' ? body.writeUInt16LE(n, at) : body.writeUInt16BE(n, at))
    put(42, 2)
    for (const [n, at] of [
      [8, 4], // where the entries begin
      [1, 14], // how many values
    ] as const)
      if (order === 'II') body.writeUInt32LE(n, at)
      else body.writeUInt32BE(n, at)
    put(1, 8) // one entry
    put(0x0112, 10)
    put(3, 12)
    put(value, 18)
    return body
  }
  const held = (order: 'II' | 'MM', value: number): Buffer =>
    Buffer.concat([
      jpeg.subarray(0, 2),
      segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tag(order, value), Buffer.from('60.1699')])),
      jpeg.subarray(2),
    ])
  for (const order of ['II', 'MM'] as const) {
    const kept = readPicture(held(order, 6))?.content ?? Buffer.alloc(0)
    expect(kept.includes(tag('MM', 6))).toBe(true)
    expect(kept.includes('60.1699')).toBe(false)
  }
  for (const upright of [held('II', 1), held('II', 99), held('MM', 0)])
    expect(readPicture(upright)?.content.includes('Exif')).toBe(false)
})
