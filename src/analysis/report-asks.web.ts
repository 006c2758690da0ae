/** Reports as the screens ask for them; what was counted before stays until the new numbers are there. */

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { saveAnswered } from '../../web/ask.ts'
import { usePagesOf } from '../../web/pages.ts'
import { purposeQuery, useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { Cohorts } from './cohort-answers.ts'
import type { Definition, Report, ReportFile, ReportList, ReportWords, SavedReport } from './report-answers.ts'

export const useReports = () => usePagesOf<ReportList>('/reports')
export const useReportWords = () => useAnswer<ReportWords>('/reports/words')
export const useSavedReport = (id: string) => useAnswer<SavedReport>(`/reports/${id}`)
export const useCohorts = (horizon: number) => useAnswer<Cohorts>(`/cohorts?horizon=${horizon}`)

export function useReport(definition: Definition) {
  const { purpose } = useWorkingFor()
  return useQuery({
    ...purposeQuery<Report>(purpose?.id ?? '', '/reports/run', definition),
    enabled: purpose !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

interface Saved {
  readonly name: string
  readonly definition: Definition
}

export function useChangingReport({ id, revision }: SavedReport) {
  const { write } = useRegister()
  return useWriting({
    mutationFn: (report: Saved) => write<void>('PUT', `/reports/${id}`, { ...report, expected: revision }),
  })
}

/** Answers the id. */
export function useSavingReport() {
  const { write } = useRegister()
  return useWriting({
    mutationFn: async (report: Saved) => (await write<{ id: string }>('POST', '/reports', report)).id,
  })
}

export function useRemovingReport() {
  const { write } = useRegister()
  return useWriting({ mutationFn: (id: string) => write<void>('DELETE', `/reports/${id}`) })
}

export function useReportFile() {
  const { ask } = useRegister()
  return useWriting({
    mutationFn: async (body: { readonly definition: Definition; readonly format: 'csv' | 'xlsx' }) => {
      saveAnswered(await ask<ReportFile>('/reports/file', { method: 'POST', body }))
    },
  })
}
