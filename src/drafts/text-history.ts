/** What was done to a text can be taken back and done again, a burst of typing at a time. */

export interface TextHistory {
  readonly text: string
  /** Earlier texts, the last one the nearest. */
  readonly past: readonly string[]
  /** Texts that were taken back, the last one the nearest. */
  readonly future: readonly string[]
  /** Where and when the last change was made: the next one there, soon after, belongs to the same burst. */
  readonly last: { readonly where: string; readonly at: number } | undefined
}

const burst = 1200 // milliseconds
const mostSteps = 200

export const newHistory = (text: string): TextHistory => ({ text, past: [], future: [], last: undefined })

/** The history after a change; `where` is the field that was typed in, `at` the time in milliseconds. */
export function changed(history: TextHistory, text: string, where: string, at: number): TextHistory {
  if (text === history.text) return history
  const { last, past } = history
  const goesOn = last !== undefined && last.where === where && at - last.at < burst && past.length > 0
  return {
    text,
    past: goesOn ? past : [...past, history.text].slice(-mostSteps),
    future: [],
    last: { where, at },
  }
}

export function undone(history: TextHistory): TextHistory {
  const text = history.past.at(-1)
  if (text === undefined) return history
  return { text, past: history.past.slice(0, -1), future: [...history.future, history.text], last: undefined }
}

export function redone(history: TextHistory): TextHistory {
  const text = history.future.at(-1)
  if (text === undefined) return history
  return { text, past: [...history.past, history.text], future: history.future.slice(0, -1), last: undefined }
}
