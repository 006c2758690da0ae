/** What the import's screens ask and do; while the register is at work on an import they ask every second how far it is. */

import { queryOptions, useInfiniteQuery, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ask, refusalFrom, unreachable } from '../../web/ask.ts'
import { langNow } from '../../web/language.ts'
import { purposeQuery, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { ImportAnswer, ImportList, ImportProgress, ImportRow, ImportRows, ImportState } from './answers.ts'
import type { ArrangementList, NewArrangementBody } from './arrangement-answers.ts'

const workStates: readonly ImportState[] = ['previewing', 'running', 'undoing']
export const isAtWork = (state: ImportState): boolean => workStates.includes(state)

const importQuery = (purpose: string, id: string) => purposeQuery<ImportAnswer>(purpose, `/imports/${id}`)

/** How far the work of this state is: what was said of an earlier step is not said of this one. */
const progressQuery = (id: string, state: ImportState | undefined) =>
  queryOptions({
    queryKey: ['import-progress', id, state],
    queryFn: ({ signal }) => ask<ImportProgress>(`/imports/${id}/progress`, { signal }),
    refetchInterval: 1_000,
    gcTime: 0,
    staleTime: 0,
  })

/** One import of the purpose in force; opening it is a look, asking how far its work is is none. */
export function useImport(id: string) {
  const { purpose } = useWorkingFor()
  const client = useQueryClient()
  const query = importQuery(purpose?.id ?? '', id)
  const { data, error, isPending, refetch } = useQuery({ ...query, enabled: purpose !== undefined })
  const works = data !== undefined && isAtWork(data.state)
  const { data: step } = useQuery({ ...progressQuery(id, data?.state), enabled: works })
  const hasEnded = works && step !== undefined && !isAtWork(step.state)
  useEffect(() => {
    if (hasEnded) void refetch()
  }, [hasEnded, refetch])
  const state = data?.state
  const before = useRef(state)
  useEffect(() => {
    const wrote = before.current === 'running' || before.current === 'undoing'
    before.current = state
    // The register has other persons now than the screens remember.
    if (wrote && state !== undefined && !isAtWork(state)) void client.invalidateQueries({ queryKey: ['register'] })
  }, [state, client])
  return { data: works && step ? { ...data, progress: step.progress } : data, error, isPending, refetch }
}

export type TakeStep = (method: 'PUT' | 'POST', step: string, body?: unknown) => Promise<ImportAnswer>

/** Takes a step of the import, and shows the import as it is after it. */
export function useImportSteps(id: string): TakeStep {
  const { purpose } = useWorkingFor()
  const client = useQueryClient()
  return async (method, step, body) => {
    const answer = await ask<ImportAnswer>(`/imports/${id}/${step}`, { method, purpose: purpose?.id, body })
    client.setQueryData(importQuery(purpose?.id ?? '', id).queryKey, answer)
    return answer
  }
}

/** The purpose's imports, newest first, a page at a time. */
export function useImports() {
  const { purpose } = useWorkingFor()
  const { ask } = useRegister()
  const found = useInfiniteQuery({
    queryKey: ['register', purpose?.id, langNow(), '/imports', 'list'],
    queryFn: ({ pageParam, signal }) =>
      ask<ImportList>(`/imports?limit=50${pageParam === null ? '' : `&after=${pageParam}`}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
  })
  const atWork = (found.data?.pages ?? []).flatMap(({ imports }) => imports).filter(one => isAtWork(one.state))
  const steps = useQueries({ queries: atWork.map(({ id, state }) => progressQuery(id, state)) })
  const hasEnded = steps.some(({ data }) => data !== undefined && !isAtWork(data.state))
  const { refetch } = found
  useEffect(() => {
    if (hasEnded) void refetch()
  }, [hasEnded, refetch])
  return found
}

/** The file's rows with one outcome, in the order of the file. */
export function useImportRows(id: string, outcome: ImportRow['outcome']) {
  const { purpose } = useWorkingFor()
  const { ask } = useRegister()
  return useInfiniteQuery({
    queryKey: ['register', purpose?.id, langNow(), `/imports/${id}/rows`, outcome],
    queryFn: ({ pageParam, signal }) =>
      ask<ImportRows>(`/imports/${id}/rows?outcome=${outcome}&after=${pageParam}&limit=50`, { signal }),
    initialPageParam: 0,
    getNextPageParam: page => page.next,
  })
}

/** What is shown of the file's rows holds no longer, once they have been counted anew. */
export function useRowsAnew(id: string): () => Promise<void> {
  const client = useQueryClient()
  return () => client.resetQueries({ predicate: ({ queryKey }) => queryKey.includes(`/imports/${id}/rows`) })
}

export interface Upload {
  readonly file: File
  readonly purpose: string
  readonly signal: AbortSignal
  /** Told again and again: the part of the file that has left, 0 to 1. */
  readonly sent: (part: number) => void
}

const longestName = 200

/** Sends a file as it is. Not `fetch`, which does not tell how much has been sent. */
export const uploadFile = (upload: Upload): Promise<ImportAnswer> => sendFile('/imports', upload)

/** The same to another address that takes a file. */
export const sendFile = <Answer>(path: string, { file, purpose, signal, sent }: Upload): Promise<Answer> =>
  new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1${path}`)
    request.setRequestHeader('File-Name', encodeURIComponent(file.name.slice(-longestName)))
    request.setRequestHeader('Purpose', purpose)
    request.setRequestHeader('Accept-Language', langNow())
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded }) => sent(file.size === 0 ? 1 : loaded / file.size)
    request.onerror = () => failed(unreachable())
    request.onabort = () => failed(new DOMException('', 'AbortError'))
    request.onload = () => {
      if (request.status < 300) done(JSON.parse(request.responseText) as Answer)
      else refusalFrom(new Response(request.responseText, { status: request.status })).then(failed, failed)
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })

const arrangements = ['arrangements']

/** What has been agreed with partners; no person is in it. */
export const useArrangements = () =>
  useQuery({
    queryKey: [...arrangements, langNow()],
    queryFn: ({ signal }) => ask<ArrangementList>('/arrangements', { signal }),
  })

function useArranging<Asked>(mutationFn: (asked: Asked) => Promise<unknown>) {
  const client = useQueryClient()
  return useWriting({ mutationFn, onSuccess: () => client.invalidateQueries({ queryKey: arrangements }) })
}

export const useAgreeing = () =>
  useArranging((body: NewArrangementBody) => ask('/arrangements', { method: 'POST', body }))

export const useEnding = () => useArranging((id: string) => ask(`/arrangements/${id}/end`, { method: 'POST' }))
