/** The files of a package lie in the home as one, encrypted under its key, and nowhere else. */

import { z } from 'zod'
import { type ExportFile, fileIn } from '../accountability/export-file.ts'
import type { Id } from '../base/ids.ts'
import type { Place } from '../files/sealed-file.ts'
import { readWhole, removeOthers, writeWhole } from '../files/sealed-folder.ts'
import type { Notice } from '../notice/notice.ts'
import type { AccessPackage } from './access-package.ts'
import { type Leaving, only, withFiles } from './copy-file.ts'
import type { Format } from './delivery.ts'
import { packageExport } from './package-file.ts'

const folder = 'packages'
const placeOf = (home: string, id: Id): Place => ({ home, folder, id })

const forms = ['pdf', 'json', 'csv'] as const
const kept = z.object({
  papers: z.record(z.enum(forms), z.object({ name: z.string(), type: z.string(), bytes: z.base64() })),
  lang: z.enum(['fi', 'sv', 'en']),
  madeAt: z.string(),
  files: z.array(
    z.object({ folder: z.string(), id: z.string(), name: z.string().nullable(), type: z.string(), bytes: z.int() }),
  ),
})

/** Writes the copy in each form, and which files of the home belong to it: these are read when it is fetched. */
export async function keepPackage(home: string, id: Id, copy: AccessPackage, notice: Notice): Promise<void> {
  const exported = packageExport(copy, notice)
  const paper = async (format: (typeof forms)[number]) => {
    const { name, type, bytes } = await fileIn(format, exported)
    return { name, type, bytes: bytes.toString('base64') }
  }
  const { lang, madeAt, files } = copy
  const papers = { pdf: await paper('pdf'), json: await paper('json'), csv: await paper('csv') }
  const whole: z.infer<typeof kept> = { papers, lang, madeAt, files: [...files] }
  await writeWhole(placeOf(home, id), Buffer.from(JSON.stringify(whole)))
}

/** Refuses (`files.gone`) when it is not there any more. */
export async function readPackage(home: string, id: Id, format: Format): Promise<Leaving> {
  const { papers, ...of } = kept.parse(JSON.parse((await readWhole(placeOf(home, id))).toString()))
  const paper = (one: (typeof forms)[number]): ExportFile => ({
    ...papers[one],
    bytes: Buffer.from(papers[one].bytes, 'base64'),
  })
  if (format === 'zip') return withFiles(home, papers.pdf.name.replace(/pdf$/, 'zip'), forms.map(paper), of)
  const { name, type, bytes } = paper(format)
  return { name, type, content: only(bytes) }
}

/** Removes every package that is not among `open`. */
export const removePackages = (home: string, open: () => Promise<ReadonlySet<Id>>): Promise<void> =>
  removeOthers(home, folder, async () => Array.from(await open(), id => ({ id })))
