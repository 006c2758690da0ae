/** What was typed and not yet saved stays in the window's own storage: a lost network, session or page loses none of it. */

/** A text that the server does not have yet, and the revision that it was made of. */
export interface Kept {
  readonly text: string
  readonly base: string
  readonly revision: number
}

const key = (draft: string) => `seloste.draft.${draft}`

export function keep(draft: string, kept: Kept): void {
  try {
    sessionStorage.setItem(key(draft), JSON.stringify(kept))
  } catch {
    // storage is full or forbidden: the text is still in the window
  }
}

export const forget = (draft: string): void => sessionStorage.removeItem(key(draft))

export function kept(draft: string): Kept | undefined {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key(draft)) ?? 'null')
    return isKept(found) ? found : undefined
  } catch {
    return undefined
  }
}

const isKept = (found: unknown): found is Kept =>
  typeof found === 'object' &&
  found !== null &&
  'text' in found &&
  typeof found.text === 'string' &&
  'base' in found &&
  typeof found.base === 'string' &&
  'revision' in found &&
  typeof found.revision === 'number'
