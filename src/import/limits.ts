/** What an import accepts at most; beyond it a file is refused before it can hurt. */

const megabyte = 1024 * 1024

/** A file of 200 MB holds some two million customers. */
export const maxFileBytes = 200 * megabyte

/** One record, quoted line breaks included. A longer one is a quotation mark that never closes, or an attack. */
export const maxRecordBytes = megabyte

/** Ten full address groups of a Wix export and every custom field fit in 300. */
export const maxColumns = 1_000

export const maxRows = 2_000_000

/** A workbook lies in memory while it is read, for its contents stand at its end; a million rows of contacts are some 60 MB. */
export const maxWorkbookBytes = 80 * megabyte

/** A sheet as it is inflated: it passes through, and is never held. Deflate can make a thousand of one. */
export const maxSheetBytes = 1_000 * megabyte

/** What of a workbook is held: its shared texts, its list of sheets, its formats. */
export const maxHeldBytes = 200 * megabyte

/** Files within a workbook. */
export const maxParts = 5_000

/** One card without its pictures. */
export const maxCardBytes = 256 * 1024
