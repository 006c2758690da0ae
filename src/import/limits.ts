/** What an import accepts at most; beyond it a file is refused before it can hurt. */

/** A file of 200 MB holds some two million customers. */
export const maxFileBytes = 200 * 1024 * 1024

/** One record, quoted line breaks included. A longer one is a quotation mark that never closes, or an attack. */
export const maxRecordBytes = 1024 * 1024

/** Ten full address groups of a Wix export and every custom field fit in 300. */
export const maxColumns = 1_000

export const maxRows = 2_000_000
