/** The notice's own text, with its words offered and explained as they are written and each finding at its line. */

import { acceptCompletion, autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { searchKeymap } from '@codemirror/search'
import { EditorState, Text as Lines } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import { inOwnLanguage } from '../../web/account.ts'
import { say, useText } from '../../web/language.ts'
import { valueIn } from '../notice/edit.ts'
import type { Value } from '../notice/edit-value.ts'
import type { Language } from '../notice/language-words.ts'
import type { ToldFinding } from '../notice/notice-answers.ts'
import { placeAt } from '../notice/place-in-text.ts'
import { meaningOf, offers } from './completion.ts'
import type { DraftStore } from './draft-store.ts'
import { phrases } from './editor-phrases.web.ts'

interface NoticeYamlProps {
  readonly store: DraftStore
  readonly language: Language
  readonly findings: readonly ToldFinding[]
  /** The line to go to; a new object goes there again. */
  readonly line: { readonly line: number } | undefined
  /** The part in which the cursor stands. */
  readonly visit: (path: string) => void
}

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], class: 'yaml-key' },
  { tag: [tags.comment, tags.lineComment], class: 'yaml-comment' },
  { tag: [tags.string, tags.special(tags.string)], class: 'yaml-string' },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.squareBracket, tags.brace], class: 'yaml-mark' },
])

const nonce = () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/** A key that does this, and nothing else. */
const done = (act: () => void) => () => {
  act()
  return true
}

/** A finding from its place to the end of its line. */
function diagnosticsOf(lines: Lines, findings: readonly ToldFinding[]): readonly Diagnostic[] {
  return findings.map(({ at, severity, missing, mend, rule }) => {
    const line = lines.line(Math.min(Math.max(at.line, 1), lines.lines))
    const from = Math.min(line.from + at.column - 1, line.to)
    return { from, to: line.to, severity, message: `${missing}\n${mend}`, source: rule }
  })
}

/** What the notice says besides the line that is being written, which may leave the text no YAML. */
const around = (store: DraftStore, lines: Lines, position: number): Value => {
  const { from, to } = lines.lineAt(position)
  return store.notice() ?? valueIn(lines.replace(from, to, Lines.empty).toString()) ?? ''
}

const completion = (store: DraftStore, language: Language) => (context: CompletionContext) => {
  const place = placeAt(context.state.doc.toString(), context.pos)
  const typed = context.state.sliceDoc(place.from, context.pos)
  if (!context.explicit && typed === '') return null
  const found = offers(language, around(store, context.state.doc, context.pos), place, inOwnLanguage)
  return {
    from: place.from,
    options: found.map(({ word, isKey, name, meaning }) => ({
      label: word,
      ...(name !== undefined && { detail: name }),
      ...(meaning !== undefined && { info: meaning }),
      apply: isKey && context.state.sliceDoc(context.pos, context.pos + 1) !== ':' ? `${word}: ` : word,
      type: isKey ? 'property' : 'enum',
    })),
    validFor: /^[\w -]*$/,
  }
}

/** What the key under the pointer means. */
const meaning = (language: Language) =>
  hoverTooltip((view, position) => {
    const line = view.state.doc.lineAt(position)
    const colon = /^(\s*(?:-\s+)*)([\w-]+):/.exec(line.text)
    if (colon === null || position > line.from + colon[0].length) return null
    const { path } = placeAt(view.state.doc.toString(), line.from + colon[0].length)
    const found = meaningOf(language, path, inOwnLanguage)
    if (found?.name === undefined) return null
    const from = line.from + (colon[1]?.length ?? 0)
    return {
      pos: from,
      end: line.from + colon[0].length - 1,
      create: () => {
        const dom = document.createElement('div')
        dom.className = 'yaml-meaning'
        const name = dom.appendChild(document.createElement('strong'))
        name.textContent = found.name ?? ''
        if (found.meaning !== undefined) dom.append(` ${found.meaning}`)
        return { dom }
      },
    }
  })

export function NoticeYaml({ store, language, findings, line, visit }: NoticeYamlProps) {
  useText()
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const visiting = useRef(visit)
  useEffect(() => {
    visiting.current = visit
  })

  useEffect(() => {
    if (!place.current) return
    const editor = new EditorView({
      parent: place.current,
      doc: store.get().history.text,
      extensions: [
        EditorView.cspNonce.of(nonce()),
        EditorState.phrases.of(phrases()),
        EditorView.contentAttributes.of({
          'aria-label': say('ui.drafts.yaml-text'),
          spellcheck: 'false',
          tabindex: '0',
        }),
        EditorView.lineWrapping,
        indentUnit.of('  '),
        lineNumbers(),
        lintGutter(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        yaml(),
        syntaxHighlighting(colours),
        autocompletion({ override: [completion(store, language)], icons: false }),
        meaning(language),
        keymap.of([
          { key: 'Mod-z', run: done(store.undo), preventDefault: true },
          { key: 'Mod-y', run: done(store.redo), preventDefault: true },
          { key: 'Mod-Shift-z', run: done(store.redo), preventDefault: true },
          { key: 'Tab', run: acceptCompletion }, // else Tab leaves the text, as everywhere (WCAG 2.1.2)
          ...completionKeymap,
          ...lintKeymap,
          ...searchKeymap,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of(update => {
          if (update.docChanged) store.type(update.state.doc.toString(), 'yaml')
          if (update.selectionSet && update.view.hasFocus) {
            const { path } = placeAt(update.state.doc.toString(), update.state.selection.main.head)
            visiting.current(path.join('.'))
          }
        }),
      ],
    })
    view.current = editor
    const unsubscribe = store.subscribe(() => show(editor, store.get().history.text))
    return () => {
      unsubscribe()
      editor.destroy()
    }
  }, [store, language])

  useEffect(() => {
    const editor = view.current
    if (editor) editor.dispatch(setDiagnostics(editor.state, [...diagnosticsOf(editor.state.doc, findings)]))
  }, [findings])

  useEffect(() => {
    const editor = view.current
    if (!editor || !line) return
    const { from } = editor.state.doc.line(Math.min(Math.max(line.line, 1), editor.state.doc.lines))
    editor.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
    editor.focus()
  }, [line])

  return <div className="notice-yaml" ref={place} />
}

/** Only what differs is changed, so that the cursor stays where it was. */
function show(editor: EditorView, text: string): void {
  const now = editor.state.doc.toString()
  if (now === text) return
  let from = 0
  while (from < now.length && from < text.length && now[from] === text[from]) from++
  let same = 0
  while (same < now.length - from && same < text.length - from && now.at(-1 - same) === text.at(-1 - same)) same++
  editor.dispatch({ changes: { from, to: now.length - same, insert: text.slice(from, text.length - same) } })
}
