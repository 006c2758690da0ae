/** A form with files is read as it comes, a file after the other: none is held in memory whole, and what is too much is read past. */

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { Busboy } from '@fastify/busboy'
import { Refused } from '../base/errors.ts'
import { limited } from './body.ts'

/** A file of a form while it comes. */
export interface ComingFile {
  /** Of its field. */
  readonly field: string
  /** As the sender calls it; nothing that it says is believed. */
  readonly name: string
  /** Its bytes, up to the limit of a file; it may be left unread. */
  readonly content: AsyncIterable<Buffer>
  /** Once `content` has been read: whether there was more of it. */
  readonly isCut: () => boolean
}

export interface MultipartLimits {
  /** In bytes: of the whole body, of all that is no file, and of one file. */
  readonly body: number
  readonly fields: number
  readonly file: number
}

/**
 * The fields of a body of multipart/form-data (RFC 7578). `take` is given each file with the fields that came before it, one file at a time; a
 * file input that was left empty is none. Refuses (`http.body-not-multipart`, `http.body-too-large`).
 */
export async function readMultipart(
  request: Request,
  limits: MultipartLimits,
  take: (file: ComingFile, before: URLSearchParams) => Promise<void>,
): Promise<URLSearchParams> {
  const fields = new URLSearchParams()
  let size = 0
  let tooLarge = false
  let taking: Promise<void> = Promise.resolve()
  const parser = parserOf(request, limits)
  parser.on('field', (name, value, nameCut, valueCut) => {
    size += Buffer.byteLength(name) + Buffer.byteLength(value)
    tooLarge ||= size > limits.fields || nameCut || valueCut
    if (!tooLarge) fields.append(name, value)
  })
  parser.on('file', (field, stream, name) => {
    if (name === undefined || name === '') {
      stream.resume()
      return
    }
    const before = new URLSearchParams(fields) // those behind it in the same piece are read before it is taken
    const content = stream.iterator({ destroyOnReturn: false }) // the parser waits for the end of each
    taking = taking
      .then(() => take({ field, name, content, isCut: () => stream.truncated }, before))
      .finally(() => stream.resume())
    taking.catch(() => {}) // told below
  })
  const body = limited(request, limits.body) as NodeStream<Uint8Array>
  try {
    await pipeline(Readable.fromWeb(body), parser)
  } catch (fault) {
    await taking.catch(() => {})
    throw fault instanceof Refused ? fault : new Refused('http.body-not-multipart', 'invalid')
  }
  await taking
  if (tooLarge) throw new Refused('http.body-too-large', 'invalid', { limit: limits.fields })
  return fields
}

function parserOf(request: Request, limits: MultipartLimits): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
      limits: {
        fileSize: limits.file,
        fieldSize: limits.fields,
        fields: 500,
        parts: 600,
        headerPairs: 20,
        headerSize: 8_000,
      },
    })
  } catch {
    throw new Refused('http.body-not-multipart', 'invalid')
  }
}
