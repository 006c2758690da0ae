/** What a picture is, is told by its bytes: only what every mailbox shows is taken, and of what a camera wrote into it nothing is kept but which way up it is. */

export interface Picture {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif'
  /** In pixels. */
  readonly width: number
  readonly height: number
  readonly content: Buffer
}

/** Undefined for what is no PNG, JPEG or GIF, or is broken. Place, time, camera and words are cut out of it (EXIF, XMP, comments). */
export function readPicture(bytes: Buffer): Picture | undefined {
  const picture = readPng(bytes) ?? readJpeg(bytes) ?? readGif(bytes)
  return picture && picture.width > 0 && picture.height > 0 ? picture : undefined
}

const pngMark = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
/** Chunks that say how it looks (PNG 3rd edition, 4.7); animations are left out with the words. */
const pngKept = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'pHYs',
  'bKGD',
  'sBIT',
])

function readPng(bytes: Buffer): Picture | undefined {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(pngMark)) return undefined
  const kept: Buffer[] = [pngMark]
  for (let at = 8; at + 12 <= bytes.length; ) {
    const next = at + 12 + bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (next > bytes.length || (at === 8 && type !== 'IHDR')) return undefined
    if (pngKept.has(type)) kept.push(bytes.subarray(at, next))
    if (type === 'IEND')
      return {
        type: 'image/png',
        width: bytes.readUInt32BE(16),
        height: bytes.readUInt32BE(20),
        content: Buffer.concat(kept),
      }
    at = next
  }
  return undefined
}

/** Segments that say how it looks (ITU-T T.81, B.1.1.3): JFIF, the colour profile and Adobe's colours are kept of the application's own. */
const jpegLeftOut = (marker: number): boolean =>
  marker === 0xfe || (marker >= 0xe0 && marker <= 0xef && ![0xe0, 0xe2, 0xee].includes(marker))
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

function readJpeg(bytes: Buffer): Picture | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  const kept: Buffer[] = [bytes.subarray(0, 2)]
  let size: Pick<Picture, 'width' | 'height'> | undefined
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) return undefined
    if (marker === 0xff) {
      at++ // filled up before a marker
      continue
    }
    const next = at + 2 + bytes.readUInt16BE(at + 2)
    if (next > bytes.length) return undefined
    if (isFrame(marker) && next >= at + 9)
      size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    if (marker === 0xda) {
      const end = bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) // what stands behind the end is no picture
      if (!size || end < next) return undefined
      return { type: 'image/jpeg', ...size, content: Buffer.concat([...kept, bytes.subarray(at, end + 2)]) }
    }
    if (!jpegLeftOut(marker)) kept.push(bytes.subarray(at, next))
    else if (marker === 0xe1) kept.push(...orientation(bytes.subarray(at + 4, next)))
    at = next
  }
  return undefined
}

/** Of an Exif segment what says how the camera was held, as a segment of its own (Exif 2.32, 4.6.4 A); nothing when it was held upright. */
function orientation(exif: Buffer): readonly Buffer[] {
  const tiff = exif.subarray(6)
  if (!exif.subarray(0, 6).equals(exifMark) || tiff.length < 14) return []
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (first + 2 > tiff.length) return []
  const entries = short(first)
  for (let n = 0, at = first + 2; n < entries && at + 12 <= tiff.length; n++, at += 12) {
    if (short(at) !== 0x0112) continue
    const value = short(at + 8)
    if (value < 2 || value > 8) return []
    const kept = Buffer.from('ffe100224578696600004d4d002a00000008000101120003000000010000000000000000', 'hex')
    kept.writeUInt16BE(value, 28)
    return [kept]
  }
  return []
}

const exifMark = Buffer.from('Exif\0\0', 'latin1')

function readGif(bytes: Buffer): Picture | undefined {
  if (bytes.length < 14 || !/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return undefined
  return { type: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8), content: bytes }
}
