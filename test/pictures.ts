/** Small pictures as a camera makes them: with place and words in them, and something behind the end. */

export const chunk = (type: string, data: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)])
}
export const header = Buffer.from([0, 0, 2, 88, 0, 0, 1, 44, 8, 2, 0, 0, 0]) // 600 × 300
export const png = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  chunk('IHDR', header),
  chunk('tEXt', Buffer.from('Author\0Aino Virtanen')),
  chunk('eXIf', Buffer.from('60.1699 24.9384')),
  chunk('IDAT', Buffer.from('picture')),
  chunk('IEND', Buffer.alloc(0)),
  Buffer.from('behind the end'),
])

export const segment = (marker: number, data: string | Buffer): Buffer => {
  const body = Buffer.from(data)
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}
export const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8]),
  segment(0xe0, 'JFIF\0'),
  segment(0xe1, 'Exif\0\0 60.1699 24.9384'),
  segment(0xfe, 'Aino Virtanen'),
  segment(0xc0, Buffer.from([8, 0, 200, 1, 144, 3])), // 400 × 200
  segment(0xda, Buffer.from([3, 1, 2])),
  Buffer.from('picture'),
  Buffer.from([0xff, 0xd9]),
  Buffer.from('behind the end'),
])
