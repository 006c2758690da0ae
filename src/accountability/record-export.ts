/** The record of processing activities as a file: the same bytes for the same version of the notice, whoever asks and when. */

import type { Lang, Notice } from '../notice/notice.ts'
import { recordOf } from '../notice/render-record.ts'
import { recordLines, recordTable } from '../notice/render-record-csv.ts'
import { text } from '../texts/texts.ts'
import type { Exported } from './export-file.ts'

export const recordExport = (notice: Notice, lang: Lang): Exported => ({
  name: `${text(lang, 'ui.processing-record.file')}-${notice.effective}-${notice.hash.slice(0, 12)}-${lang}`,
  document: () => recordOf(notice, lang),
  table: () => recordTable(notice, lang),
  data: () => ({
    format: 'seloste-record/1',
    controller: notice.controller.name,
    effective: notice.effective,
    hash: notice.hash,
    language: lang,
    activities: recordLines(notice, lang),
  }),
})
