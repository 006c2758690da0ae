/** A body is read only up to its limit, and JSON only to a depth that no honest request needs. */

import { Refused } from '../base/errors.ts'

export const jsonLimit = 1_000_000
const deepest = 32

/** The stream of a body that fails as soon as it is longer than `limit` bytes, whatever Content-Length says. */
export function limited({ headers, body }: Request | Response, limit: number): ReadableStream<Uint8Array> {
  const tooLarge = () => new Refused('http.body-too-large', 'invalid', { limit })
  if (Number(headers.get('content-length') ?? 0) > limit) throw tooLarge()
  if (body === null) return new ReadableStream({ start: controller => controller.close() })
  let read = 0
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        read += chunk.byteLength
        if (read > limit) controller.error(tooLarge())
        else controller.enqueue(chunk)
      },
    }),
  )
}

/** The JSON of a request's body and its bytes; undefined when there is no body. */
export async function readJson(request: Request, limit = jsonLimit): Promise<{ json: unknown; bytes: Uint8Array }> {
  // Not .bytes(): @hono/node-server puts its own Response in the global's place, and that one does not have it.
  const bytes = new Uint8Array(await new Response(limited(request, limit)).arrayBuffer())
  return { json: bytes.length === 0 ? undefined : parseJson(bytes), bytes }
}

/** The JSON of these bytes, which must be UTF-8 and no deeper than an honest request needs. */
export function parseJson(bytes: Uint8Array, reviver?: Parameters<typeof JSON.parse>[1]): unknown {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), reviver)
  } catch {
    throw new Refused('http.body-not-json', 'invalid')
  }
  if (!within(json, deepest)) throw new Refused('http.body-too-deep', 'invalid')
  return json
}

function within(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every(inner => within(inner, levels - 1))
}
