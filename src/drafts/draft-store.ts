/** The text that is being written, what the server has of it, and whether both are the same: one store for every view of a draft. */

import { edited, valueIn } from '../notice/edit.ts'
import { type Edit, EditRefused, type Path, type Value } from '../notice/edit-value.ts'
import { type Collision, merge, takeMine } from '../notice/merge.ts'
import { changed, newHistory, redone, type TextHistory, undone } from './text-history.ts'

/** What the server said when a text was sent to it. */
export type Answer =
  | { readonly kind: 'saved'; readonly revision: number; readonly at: string }
  | { readonly kind: 'meanwhile'; readonly by: string; readonly text: string; readonly revision: number }
  | { readonly kind: 'away' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'refused'; readonly error: unknown }

export type Saving =
  | { readonly state: 'saved'; readonly at: string | undefined }
  | { readonly state: 'unsaved' | 'saving' | 'away' | 'signed-out' }
  | { readonly state: 'refused'; readonly error: unknown }

/** Both changed the same parts: `text` has theirs in them, and `mine` is the whole text as it was written here. */
export interface Conflict {
  readonly by: string
  readonly mine: string
  readonly theirs: string
  readonly revision: number
  readonly text: string | undefined
  readonly collisions: readonly Collision[]
}

export interface DraftState {
  readonly history: TextHistory
  readonly base: string
  readonly revision: number
  readonly saving: Saving
  readonly conflict: Conflict | undefined
  /** Whose changes were joined to these last. */
  readonly joined: string | undefined
  /** Where the last edit of a form was refused. */
  readonly refused: Path | undefined
}

export interface Beginning {
  readonly text: string
  readonly base: string
  readonly revision: number
  readonly at: string | undefined
}

export type DraftStore = ReturnType<typeof openStore>

/** `send` saves; `now` is the time in milliseconds; `keep` is told of every state, so that nothing typed is lost. */
export function openStore(
  beginning: Beginning,
  surroundings: {
    readonly send: (text: string, expected: number) => Promise<Answer>
    readonly now: () => number
    readonly keep: (state: DraftState) => void
  },
) {
  let state: DraftState = {
    history: newHistory(beginning.text),
    base: beginning.base,
    revision: beginning.revision,
    saving: beginning.text === beginning.base ? { state: 'saved', at: beginning.at } : { state: 'unsaved' },
    conflict: undefined,
    joined: undefined,
    refused: undefined,
  }
  const listeners = new Set<() => void>()
  let sending = false
  let savedAt = beginning.at

  const notice = (): Value | undefined => valueIn(state.history.text)

  const become = (change: Partial<DraftState>): void => {
    state = { ...state, ...change }
    surroundings.keep(state)
    for (const listener of listeners) listener()
  }
  const write = (history: TextHistory): void => {
    if (history === state.history) return
    const { saving } = state
    const stays = saving.state === 'saving' || saving.state === 'away' || saving.state === 'signed-out'
    become({
      history,
      refused: undefined,
      ...(!stays && { saving: history.text === state.base ? { state: 'saved', at: savedAt } : { state: 'unsaved' } }),
    })
  }

  /** Takes in what somebody else saved. The way back ends there: it would take theirs away again. */
  const takeIn = (by: string, theirs: string, revision: number): void => {
    const mine = state.history.text
    const { text, collisions } = merge(state.base, mine, theirs)
    if (text === undefined || collisions.length > 0) {
      become({ conflict: { by, mine, theirs, revision, text, collisions }, saving: { state: 'unsaved' } })
      return
    }
    become({
      history: newHistory(text),
      base: theirs,
      revision,
      joined: by,
      saving: text === theirs ? { state: 'saved', at: undefined } : { state: 'unsaved' },
    })
  }

  const save = async (): Promise<void> => {
    if (sending || state.conflict !== undefined) return
    if (state.history.text === state.base) return become({ saving: { state: 'saved', at: savedAt } })
    sending = true
    const { text } = state.history
    become({ saving: { state: 'saving' } })
    const answer = await surroundings.send(text, state.revision)
    sending = false
    switch (answer.kind) {
      case 'saved': {
        const { revision, at } = answer
        savedAt = at
        const isAll = state.history.text === text
        become({ base: text, revision, saving: isAll ? { state: 'saved', at } : { state: 'unsaved' } })
        return
      }
      case 'meanwhile':
        takeIn(answer.by, answer.text, answer.revision)
        return
      case 'refused':
        become({ saving: { state: 'refused', error: answer.error } })
        return
      default:
        become({ saving: { state: answer.kind } })
    }
  }

  return {
    get: () => state,
    /** What the text says; undefined while it cannot be read as YAML. It is read when it is asked for. */
    notice,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    save,
    takeIn,
    /** The whole text anew, typed at `where`. */
    type: (text: string, where: string) => write(changed(state.history, text, where, surroundings.now())),
    /** The edits that `make` finds right for the notice as it is now. */
    edit: (where: string, make: (notice: Value) => readonly Edit[]) => {
      const { history } = state
      const now = notice()
      if (now === undefined) return
      try {
        write(changed(history, edited(history.text, ...make(now)), where, surroundings.now()))
      } catch (error) {
        if (!(error instanceof EditRefused)) throw error
        become({ refused: error.path })
      }
    },
    undo: () => write(undone(state.history)),
    redo: () => write(redone(state.history)),
    /** What was chosen of each collision, or one of the whole texts. */
    settle: (choice: 'mine' | 'theirs' | readonly ('mine' | 'theirs')[]) => {
      const { conflict } = state
      if (conflict === undefined) return
      const { mine, theirs, revision, by, collisions } = conflict
      const chosen =
        choice === 'mine' || choice === 'theirs'
          ? { mine, theirs }[choice]
          : collisions.reduce(
              (text, one, i) => (choice[i] === 'mine' ? takeMine(text, one) : text),
              conflict.text ?? theirs,
            )
      become({
        history: newHistory(chosen),
        base: theirs,
        revision,
        conflict: undefined,
        joined: by,
        saving: chosen === theirs ? { state: 'saved', at: undefined } : { state: 'unsaved' },
      })
    },
    /** The joining has been told. */
    told: () => become({ joined: undefined, refused: undefined }),
  }
}
