/** What came with a letter lies encrypted in the home, never opened by the program, and goes when its letter does. */

import type { Id } from '../base/ids.ts'
import type { Place } from '../files/sealed-file.ts'

/** Named after the table that tells of them (rights.files_of). */
export const attachmentFolder = 'attachments'

export const attachmentAt = (home: string, id: Id): Place => ({ home, folder: attachmentFolder, id })
