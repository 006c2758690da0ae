/** The words of a task keep no personal identity code: what is told of a person is told in words that the register may hold. */

import { Refused } from '../base/errors.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { readLine } from '../register/plain-text.ts'

const longest = 300 // characters

/** The title as it is kept; refuses an empty or an overlong one. */
export function readTitle(text: string): string {
  const title = maskIdentityCodes(readLine(text)).text
  if (title === '') throw new Refused('tasks.no-title', 'invalid', {}, { field: 'title' })
  if ([...title].length > longest) throw new Refused('text.too-long', 'invalid', { longest }, { field: 'title' })
  return title
}
