/** What the screens of contracts ask of the register and tell it. */

import { saveFile } from '../../web/ask.ts'
import { usePages } from '../../web/pages.ts'
import { useAnswer, useRegister, useScope, useWorkingFor } from '../../web/purpose.tsx'
import type { ScopeCategory, ScopeColumn } from '../../web/value.ts'
import { useWriting } from '../../web/writing.ts'
import { sendFile } from '../import/import-asks.web.ts'
import type {
  AgreementAnswer,
  AgreementList,
  AgreementSearch,
  ChangedAgreement,
  documentKinds,
  NewAgreement,
  NewStep,
} from './agreement-answers.ts'

/** The category as the purpose sees it; undefined where the notice gives it none. */
export function useContracts(): {
  readonly known: boolean
  readonly category: ScopeCategory | undefined
  readonly column: (name: string) => ScopeColumn | undefined
} {
  const { data } = useScope()
  const category = data?.categories.find(({ id }) => id === 'contracts')
  const columns = category?.fields.flatMap(field => field.columns) ?? []
  return { known: data !== undefined, category, column: name => columns.find(one => one.name === name) }
}

export const useAgreements = (search: AgreementSearch) => usePages<AgreementList>('/agreements/search', search)

export const useAgreement = (id: string) => useAnswer<AgreementAnswer>(`/agreements/${id}`)

/** The verbs; each throws a `Refusal`. */
export function useAgreementVerbs() {
  const { write } = useRegister()
  return {
    record: (agreement: NewAgreement) => write<{ id: string }>('POST', '/agreements', agreement),
    change: (id: string, changed: ChangedAgreement) => write<void>('PATCH', `/agreements/${id}`, changed),
    step: (id: string, step: NewStep) => write<void>('POST', `/agreements/${id}/steps`, step),
    removeDocument: (id: string, document: string) => write<void>('DELETE', `/agreements/${id}/documents/${document}`),
  }
}

export function useAttaching(id: string, done: () => unknown) {
  const { purpose } = useWorkingFor()
  return useWriting({
    mutationFn: ({ file, kind }: { readonly file: File; readonly kind: (typeof documentKinds)[number] }) =>
      sendFile<{ id: string }>(`/agreements/${id}/documents?kind=${kind}`, {
        file,
        purpose: purpose?.id ?? '',
        signal: new AbortController().signal,
        sent: () => {},
      }),
    onSuccess: done,
  })
}

export function useSavingDocument(id: string) {
  const { ask } = useRegister()
  return useWriting({
    mutationFn: async (document: string) => {
      const file = await ask<{ name: string; base64: string }>(`/agreements/${id}/documents/${document}`)
      const bytes = Uint8Array.from(atob(file.base64), one => one.charCodeAt(0))
      // Never as what it says that it is: nothing of a stranger is opened in the browser.
      saveFile(new Blob([bytes], { type: 'application/octet-stream' }), file.name)
    },
  })
}
