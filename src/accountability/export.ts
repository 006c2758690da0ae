/** Everything of accountability that can be taken out as a file, by its name, for the API and the command line alike. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { listContracts } from './contract.ts'
import { type Exported, type ExportFile, type Format, fileIn } from './export-file.ts'
import { type InForce, noticeAt, weighedInterests } from './interests.ts'
import { processorsOf } from './processors.ts'
import { processorsExport } from './processors-export.ts'
import { recordExport } from './record-export.ts'
import { screenedPurposes } from './screened-purposes.ts'
import { screeningExport } from './screening-export.ts'
import { testsExport } from './tests-export.ts'

export const exports = ['processors', 'balancing-tests', 'record', 'screenings'] as const
export type ExportName = (typeof exports)[number]

export interface Wanted {
  readonly what: ExportName
  readonly format: Format
  readonly lang: Lang
  /** Of `balancing-tests`: this one alone. */
  readonly interest?: string | undefined
  /** Of `record`: of this version of the notice. */
  readonly version?: number | undefined
}

/** Makes the file as things stand at `at`. */
export async function exportFile(app: Pool, now: InForce, wanted: Wanted, at: Date): Promise<ExportFile> {
  const lang = languageOf(now.notice, wanted.lang)
  return fileIn(wanted.format, await exportedOf(app, now, { ...wanted, lang }, dateInHelsinki(at)))
}

/** The notice's own words are only in its own languages. */
const languageOf = ({ languages }: Notice, lang: Lang): Lang =>
  languages.includes(lang) ? lang : (languages[0] ?? 'fi')

async function exportedOf(
  app: Pool,
  now: InForce,
  { what, lang, interest, version }: Wanted,
  today: string,
): Promise<Exported> {
  switch (what) {
    case 'processors':
      return processorsExport(now, processorsOf(now.notice, await listContracts(app), today), lang, today)
    case 'balancing-tests': {
      const all = await weighedInterests(app, now, today)
      const chosen = all.filter(one => interest === undefined || one.interest.id === interest)
      if (interest !== undefined && chosen.length === 0) throw new Refused('accountability.no-interest', 'absent')
      return testsExport(now, chosen, lang, today)
    }
    case 'screenings':
      return screeningExport(now, await screenedPurposes(app, now, today), lang, today)
    case 'record':
      return recordExport(version === undefined ? now.notice : await noticeAt(app, now, version), lang)
  }
}
