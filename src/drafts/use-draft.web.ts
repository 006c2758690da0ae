/** A draft that is open in this window: saved by itself when the typing rests, and joined with what others save meanwhile. */

import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { problemOf } from '../../web/ask.ts'
import type { DraftAnswer, PresenceAnswer } from './draft-answers.ts'
import { bePresent, leave, readDraft, saveText } from './draft-asks.web.ts'
import { type Answer, type DraftStore, openStore } from './draft-store.ts'
import { forget, keep, kept } from './kept-text.web.ts'

const restsAfter = 1200 // milliseconds from the last change to the save
const triesAgainAfter = 10_000
const presenceEvery = 15_000

const nameOf = ({ name, actor }: { readonly name: string | null; readonly actor: string }): string => name ?? actor

async function send(id: string, text: string, expected: number): Promise<Answer> {
  try {
    return { kind: 'saved', ...(await saveText(id, text, expected)) }
  } catch (error) {
    const { status, key } = problemOf(error)
    if (status === 0) return { kind: 'away' }
    if (status === 401) return { kind: 'signed-out' }
    if (key !== 'drafts.changed-meanwhile') return { kind: 'refused', error }
    try {
      const { text: theirs, revision, changedBy } = await readDraft(id)
      return { kind: 'meanwhile', by: nameOf(changedBy), text: theirs, revision }
    } catch (failed) {
      return problemOf(failed).status === 0 ? { kind: 'away' } : { kind: 'refused', error: failed }
    }
  }
}

function open(draft: DraftAnswer): DraftStore {
  const left = kept(draft.id)
  const now = { text: draft.text, base: draft.text, revision: draft.revision, at: draft.changedAt }
  const store = openStore(left ? { ...left, at: undefined } : now, {
    send: (text, expected) => send(draft.id, text, expected),
    now: () => performance.now(),
    keep: ({ history, base, revision, conflict }) =>
      history.text === base && !conflict ? forget(draft.id) : keep(draft.id, { text: history.text, base, revision }),
  })
  if (left && left.revision !== draft.revision) store.takeIn(nameOf(draft.changedBy), draft.text, draft.revision)
  return store
}

/** The store of a draft with its state, which saves by itself. */
export function useDraftStore(draft: DraftAnswer) {
  const [store] = useState(() => open(draft))
  const state = useSyncExternalStore(store.subscribe, store.get)
  const { history, saving, conflict } = state
  const isAway = saving.state === 'away' || saving.state === 'signed-out'
  const waits = saving.state === 'unsaved' || isAway

  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the text puts the save off
  useEffect(() => {
    if (!waits || conflict) return
    const timer = setTimeout(store.save, isAway ? triesAgainAfter : restsAfter)
    return () => clearTimeout(timer)
  }, [store, waits, isAway, history.text, conflict])

  useEffect(() => {
    const now = () => void store.save()
    const whenHidden = () => document.visibilityState === 'hidden' && now()
    window.addEventListener('online', now)
    document.addEventListener('visibilitychange', whenHidden)
    return () => {
      window.removeEventListener('online', now)
      document.removeEventListener('visibilitychange', whenHidden)
      now()
    }
  }, [store])
  return { store, state }
}

/** The others who have the draft open; what they save is taken in when it is seen. */
export function useOthers(id: string, store: DraftStore): PresenceAnswer['others'] {
  const [others, setOthers] = useState<PresenceAnswer['others']>([])
  const running = useRef(true)
  useEffect(() => {
    running.current = true
    const come = async () => {
      if (document.visibilityState === 'hidden') return
      try {
        const answer = await bePresent(id)
        if (!running.current) return
        setOthers(answer.others)
        const { revision, saving, conflict } = store.get()
        if (answer.revision <= revision || saving.state === 'saving' || conflict) return
        const theirs = await readDraft(id)
        const now = store.get()
        if (running.current && theirs.revision > now.revision && now.saving.state !== 'saving')
          store.takeIn(nameOf(theirs.changedBy), theirs.text, theirs.revision)
      } catch {
        // the network is away or the session has ended: the next save says so
      }
    }
    void come()
    const timer = setInterval(come, presenceEvery)
    return () => {
      running.current = false
      clearInterval(timer)
      leave(id).catch(() => undefined) // it ends by itself soon
    }
  }, [id, store])
  return others
}
