/** Every question to the register names its purpose, and every refusal comes back as a problem that a person can read. */

import { langNow, say } from './language.ts'

/** A refusal in the asker's language (RFC 9457), with the fields that it concerns; status 0 when the register was not reached. */
export interface Problem {
  readonly status: number
  readonly key: string
  readonly title: string
  readonly detail: string | undefined
  readonly errors: readonly { readonly field: string; readonly message: string }[]
  readonly body: Readonly<Record<string, unknown>>
}

export class Refusal extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.title)
    this.name = 'Refusal'
    this.problem = problem
  }
}

/** What went wrong, as a problem whatever was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return error.problem
  return { status: -1, key: 'screen', title: say('ui.problem.unknown'), detail: undefined, errors: [], body: {} }
}

export interface Question {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly purpose?: string | undefined
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

async function send(path: string, { method = 'GET', purpose, body, signal }: Question): Promise<Response> {
  const headers = new Headers({ 'Accept-Language': langNow(), Accept: 'application/json, application/problem+json' })
  if (purpose !== undefined) headers.set('Purpose', purpose)
  if (body !== undefined && !(body instanceof Blob)) headers.set('Content-Type', 'application/json')
  const sent = body === undefined ? null : body instanceof Blob ? body : JSON.stringify(body)
  try {
    return await fetch(`/api/v1${path}`, { method, headers, body: sent, signal: signal ?? null })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw unreachable()
  }
}

/** The network or the server is gone. */
export function unreachable(): Refusal {
  const title = say('ui.problem.unreachable')
  const detail = say('ui.problem.unreachable-kept')
  return new Refusal({ status: 0, key: 'unreachable', title, detail, errors: [], body: {} })
}

const textIn = (body: Readonly<Record<string, unknown>>, name: string): string | undefined =>
  typeof body[name] === 'string' ? body[name] : undefined

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** The problem that an answer of the API tells. */
export async function refusalFrom(response: Response): Promise<Refusal> {
  const answer: unknown = await response.json().catch(() => ({}))
  const body = isRecord(answer) ? answer : {}
  const listed = Array.isArray(body.errors) ? body.errors.filter(isRecord) : []
  const errors = listed.map(entry => ({
    field: textIn(entry, 'field') ?? '',
    message: textIn(entry, 'detail') ?? '',
  }))
  const title = textIn(body, 'title') ?? say('ui.problem.refused', { status: response.status })
  const key = (textIn(body, 'type') ?? '').replace('/problems/', '')
  return new Refusal({ status: response.status, key, title, detail: textIn(body, 'detail'), errors, body })
}

/** Asks `/api/v1<path>`; gives the answer's JSON, or throws a `Refusal`. The shape is the API's own schema (src/*.api.ts). */
export async function ask<Answer>(path: string, question: Question = {}): Promise<Answer> {
  const response = await send(path, question)
  if (!response.ok) throw await refusalFrom(response)
  const answer = response.status === 204 ? undefined : await response.json()
  return answer as Answer
}

/** Gives the browser a file to keep, as the API answers it. */
export function saveAnswered({
  name,
  type,
  base64,
}: {
  readonly name: string
  readonly type: string
  readonly base64: string
}): void {
  saveFile(new Blob([Uint8Array.from(atob(base64), one => one.charCodeAt(0))], { type }), name)
}

/** Gives the browser a file to keep. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
