/** One definition of a route gives its validation, its place in the OpenAPI document and the types of its handler. */

import { Readable } from 'node:stream'
import { z } from '@hono/zod-openapi'
import type { TextKey } from '../texts/texts.ts'
import type { Ask, OpenAsk, PurposeAsk } from './ask.ts'

export type Fields = z.ZodObject<z.core.$ZodShape>
type NoFields = z.ZodObject<Record<never, never>>

/** What the handler is given of the request, already checked. */
export interface Input<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly params: z.output<Params>
  readonly query: z.output<Query>
  readonly body: z.output<Body>
}

/** What a handler may return for a type: the same with nothing writable. */
type Given<T> = T extends Date
  ? T
  : T extends readonly (infer Element)[]
    ? readonly Given<Element>[]
    : T extends object
      ? { readonly [Key in keyof T]: Given<T[Key]> }
      : T

interface Definition<
  Asking,
  Params extends Fields,
  Query extends Fields,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below /api/v1, parameters in braces: `/persons/{id}`. Personal data never stands in an address: searches are POST. */
  readonly path: string
  readonly summary: TextKey
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** 200 unless told; 204 goes with `answer: nothing`. */
  readonly status?: 200 | 201 | 202 | 204
  /** The fields that leave the server: whatever else the handler returns is cut off. */
  readonly answer: Answer
  readonly handler: (ask: Asking, input: Input<Params, Query, Body>) => Promise<Given<z.input<Answer>>>
}

/** A file that comes in as it is, unparsed: `application/octet-stream`, read as a stream. */
interface UploadDefinition<Params extends Fields, Query extends Fields, Answer extends z.ZodType>
  extends Omit<Definition<PurposeAsk, Params, Query, z.ZodUndefined, Answer>, 'handler' | 'body'> {
  readonly maxBytes: number
  readonly handler: (
    ask: PurposeAsk,
    input: Input<Params, Query, z.ZodUndefined> & {
      readonly file: ReadableStream<Uint8Array>
      readonly fileName: string
    },
  ) => Promise<Given<z.input<Answer>>>
}

interface Askings {
  readonly purpose: PurposeAsk
  readonly known: Ask
  readonly open: OpenAsk
}

/** A route as `mount` takes it; `asking` says what its handler must be given. */
export interface Route<Asking extends keyof Askings> {
  readonly asking: Asking
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  readonly path: string
  readonly summary: TextKey
  readonly params: Fields
  readonly query: Fields
  readonly body: z.ZodType | undefined
  readonly maxBytes: number | undefined
  readonly status: 200 | 201 | 202 | 204
  readonly answer: z.ZodType
  readonly handle: (ask: Askings[Asking], input: RawInput) => Promise<unknown>
}

export type AnyRoute = Route<'purpose'> | Route<'known'> | Route<'open'>

/** The file's name, percent-encoded: it can be a person's, so it does not stand in the address. */
export const fileNameHeader = 'file-name'

const named = z.object({ [fileNameHeader]: z.string().trim().min(1).max(200) })

/** The request's parts before they are checked. */
export interface RawInput {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly file: ReadableStream<Uint8Array>
  readonly fileName: string | undefined
}

/** The answer of a route that has nothing to say (204). */
export const nothing = z.void()

/** A moment in time: a Date here, RFC 3339 text in the answer. */
export const moment = z.date().openapi({ type: 'string', format: 'date-time' })

export const idField = z.uuid().openapi({ example: '0199c0de-0000-7000-8000-000000000001' })

/** `?limit=50&after=<id of the last row seen>`: pages by key, never by offset. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.uuid().optional(),
})

const noFields: NoFields = z.object({})

function build<Asking extends keyof Askings>(asking: Asking) {
  return <
    Answer extends z.ZodType,
    Params extends Fields = NoFields,
    Query extends Fields = NoFields,
    Body extends z.ZodType = z.ZodUndefined,
  >(
    definition: Definition<Askings[Asking], Params, Query, Body, Answer>,
  ): Route<Asking> => {
    const params = definition.params ?? noFields
    const query = definition.query ?? noFields
    const input = z.object({ params, query, body: definition.body ?? z.undefined() })
    return {
      asking,
      method: definition.method,
      path: definition.path,
      summary: definition.summary,
      params,
      query,
      body: definition.body,
      maxBytes: undefined,
      status: definition.status ?? 200,
      answer: definition.answer,
      // A part that the definition leaves out has its default type and its default schema; the compiler sees only the first.
      handle: (ask, raw) => definition.handler(ask, input.parse(raw) as Input<Params, Query, Body>),
    }
  }
}

/** A route about persons: its handler has a purpose, and must say whom it saw. */
export const route = build('purpose')

/** A route for a known asker that touches no person's data. */
export const plainRoute = build('known')

/** A file that leaves as it is, as a stream. */
export const fileAnswer = z.object({ name: z.string(), bytes: z.int(), content: z.instanceof(Readable) })

/** A route for a known asker that answers with a file (`application/octet-stream`) in which the asker reads nothing. */
export const fileRoute = <Params extends Fields>(
  definition: Pick<
    Definition<Ask, Params, NoFields, z.ZodUndefined, typeof fileAnswer>,
    'path' | 'summary' | 'handler'
  > & {
    readonly params: Params
  },
): Route<'known'> => plainRoute({ ...definition, method: 'get', answer: fileAnswer })

/** A route that needs no sign-in. */
export const openRoute = build('open')

/** A route about persons whose body is a file, read as a stream of at most `maxBytes`. */
export function uploadRoute<
  Answer extends z.ZodType,
  Params extends Fields = NoFields,
  Query extends Fields = NoFields,
>(definition: UploadDefinition<Params, Query, Answer>): Route<'purpose'> {
  const { maxBytes, handler, ...rest } = definition
  const plain = route<Answer, Params, Query>({
    ...rest,
    handler: () => Promise.reject(new Error('a file route reads its stream')),
  })
  const input = z.object({ params: plain.params, query: plain.query, body: z.undefined() })
  return {
    ...plain,
    maxBytes,
    handle: (ask, { params, query, file, fileName }) =>
      handler(ask, {
        ...(input.parse({ params, query, body: undefined }) as Input<Params, Query, z.ZodUndefined>),
        file,
        fileName: named.parse({ [fileNameHeader]: fileName })[fileNameHeader],
      }),
  }
}
