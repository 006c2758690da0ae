/** What a record forbids is obeyed although the record is refused: in whatever cell the address and the word for it stand. */

import { readEmail } from '../register/email.ts'
import { readPhone } from '../register/phone.ts'
import type { Meaning, StatusChannel } from './meaning.ts'
import type { PersonKey } from './shape.ts'
import { objectionsOn, type Said, type StatementRules } from './statements.ts'

export interface Forbidden {
  readonly keys: readonly PersonKey[]
  readonly said: readonly Said[]
}

/** Cells may have moved out of their columns, so every cell is asked; a word of the status column that permits decides nothing here. */
export function forbiddenIn(
  cells: readonly string[],
  { meanings, statements }: { readonly meanings: readonly Meaning[]; readonly statements: StatementRules },
): { readonly forbidden?: Forbidden } {
  const words = new Set(cells.map(cell => cell.trim().toLowerCase()))
  const isForbidden = (channel: StatusChannel) =>
    (statements.wholeFile?.channel === channel && statements.wholeFile.standing === 'objection') ||
    meanings.some(
      meaning =>
        meaning.is === 'status' &&
        meaning.channel === channel &&
        Object.entries(meaning.says).some(
          ([word, standing]) => standing === 'objection' && isWord(word) && words.has(word),
        ),
    )
  const emails = isForbidden('email') ? found(cells, text => readEmail(text).address.toLowerCase()) : []
  const phones = isForbidden('sms') ? found(cells, text => readPhone(text).e164) : []
  if (emails.length + phones.length === 0) return {}
  return {
    forbidden: {
      keys: [...emails.map(email => ({ email, name: '' })), ...phones.map(phone => ({ phone, name: '' }))],
      said: [
        ...(emails.length > 0 ? objectionsOn('email', undefined, statements) : []),
        ...(phones.length > 0 ? objectionsOn('sms', undefined, statements) : []),
      ],
    },
  }
}

/** "Yes" and "1" say something in their own column alone. */
const isWord = (word: string): boolean => word.length > 4

function found(cells: readonly string[], read: (text: string) => string): readonly string[] {
  return cells.flatMap(cell => {
    if (cell.trim() === '' || cell.includes('\u0000') || cell.includes('\ufffd')) return []
    try {
      return [read(cell.trim())]
    } catch {
      return []
    }
  })
}
