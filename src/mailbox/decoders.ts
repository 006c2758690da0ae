/** A body of a million short lines takes no more memory than its bytes: postal-mime 4.0.0 keeps an object or two of each line until the end. */

interface Decoder {
  readonly chunks: (Uint8Array | ArrayBuffer | string)[]
  /** Takes a line, or a piece of base64. */
  [takes: string]: unknown
}

/** So many pieces are put together. */
const together = 4096
/** How many at the beginning of its pieces have been put together. */
const done = new WeakMap<object, number>()

function putTogether({ chunks }: Decoder): void {
  const first = done.get(chunks) ?? 0
  if (chunks.length - first < together) return
  chunks.push(Buffer.concat(chunks.splice(first).map(bytesOf)))
  done.set(chunks, first + 1)
}

const bytesOf = (piece: Decoder['chunks'][number]): Uint8Array =>
  typeof piece === 'string' ? Buffer.from(piece) : new Uint8Array(piece)

const decoders = [
  ['pass-through-decoder.js', 'update'],
  ['qp-decoder.js', 'update'],
  ['base64-decoder.js', 'pushChunk'],
] as const

/** Before the first mail is read. */
export async function boundDecoders(): Promise<void> {
  for (const [file, takes] of decoders) {
    const { default: decoder }: { default: { prototype: Decoder } } = await import(
      new URL(file, import.meta.resolve('postal-mime')).href
    )
    const take = decoder.prototype[takes]
    if (typeof take !== 'function') throw new Error(`postal-mime has no ${takes} in ${file} any more`)
    decoder.prototype[takes] = function (this: Decoder, piece: unknown) {
      take.call(this, piece)
      putTogether(this)
    }
  }
}
