/** Text is written as it will look; whoever uses only the keyboard reaches all of it, and a personal field is never without its fallback. */

import { ActionIcon, Group, Input } from '@mantine/core'
import {
  IconBold,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconUserPlus,
  type TablerIcon,
} from '@tabler/icons-react'
import { baseKeymap, chainCommands, newlineInCode, toggleMark } from 'prosemirror-commands'
import { history, redo, undo } from 'prosemirror-history'
import { keymap } from 'prosemirror-keymap'
import type { Node } from 'prosemirror-model'
import { liftListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import { type Command, EditorState, NodeSelection, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { useEffect, useId, useRef, useState } from 'react'
import { useText } from '../../web/language.ts'
import type { Paragraph } from './content.ts'
import { FieldDialog, type FieldValue } from './field-dialog.web.tsx'
import type { LetterFields } from './letter-answers.ts'
import { LinkDialog } from './link-dialog.web.tsx'
import { documentOf, fieldOf, type Kind, paragraphsOf, schemas } from './written-schema.web.ts'

interface WrittenTextProps {
  readonly kind: Kind
  readonly label: string
  readonly description?: string | undefined
  readonly fields: LetterFields['fields']
  /** What it begins with; later it has its own. */
  readonly value: readonly Paragraph[]
  readonly change: (value: Paragraph[]) => void
}

export function WrittenText({ kind, label, description, fields, value, change }: WrittenTextProps) {
  const say = useText()
  const id = useId()
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const told = useRef({ change, fields })
  told.current = { change, fields }
  const [state, setState] = useState<EditorState | undefined>(undefined)
  const [asking, setAsking] = useState<'field' | 'link' | undefined>(undefined)
  const [beginning] = useState(value)

  useEffect(() => {
    if (place.current === null) return
    const made = new EditorView(place.current, {
      state: EditorState.create({
        doc: documentOf(kind, beginning),
        plugins: [
          history(),
          keymap({ Enter: openField(() => setAsking('field')) }),
          keymap(keysOf(kind)),
          keymap(baseKeymap),
        ],
      }),
      attributes: {
        role: 'textbox',
        class: `written written-${kind}`,
        'aria-labelledby': `${id}-label`,
        'aria-multiline': String(kind !== 'line'),
      },
      nodeViews: { field: node => ({ dom: chip(node, told.current.fields) }) },
      handleDoubleClickOn: (_view, _at, node) => {
        if (node.type.name !== 'field') return false
        setAsking('field')
        return true
      },
      dispatchTransaction: transaction => {
        const next = made.state.apply(transaction)
        made.updateState(next)
        setState(next)
        if (transaction.docChanged) told.current.change(paragraphsOf(next.doc))
      },
    })
    view.current = made
    setState(made.state)
    return () => {
      view.current = null
      made.destroy()
    }
  }, [kind, beginning, id])

  const run = (command: Command) => {
    if (!view.current) return
    command(view.current.state, view.current.dispatch)
    view.current.focus()
  }
  const close = () => {
    setAsking(undefined)
    setTimeout(() => view.current?.focus())
  }
  const { bullets, numbers } = schemas.text.nodes
  const { bold, italic, link } = schemas.text.marks
  const acts: readonly Act[] = [
    ...(kind === 'text' && bold && italic && link && bullets && numbers
      ? [
          { name: 'bold' as const, icon: IconBold, command: toggleMark(bold), isOn: hasMark(state, 'bold') },
          { name: 'italic' as const, icon: IconItalic, command: toggleMark(italic), isOn: hasMark(state, 'italic') },
          {
            ...{ name: 'bullets' as const, icon: IconList, isOn: isIn(state, 'bullets') },
            command: toggleList('bullets'),
          },
          {
            ...{ name: 'numbers' as const, icon: IconListNumbers, isOn: isIn(state, 'numbers') },
            command: toggleList('numbers'),
          },
          { name: 'link' as const, icon: IconLink, ask: 'link' as const, isOn: hasMark(state, 'link') },
        ]
      : []),
    { name: 'field', icon: IconUserPlus, ask: 'field', isOn: chosenField(state) !== undefined },
  ]
  return (
    <Input.Wrapper label={label} labelElement="div" labelProps={{ id: `${id}-label` }} description={description}>
      <div className="written-frame">
        <Group gap={2} role="toolbar" aria-label={say('ui.compose.tools', { what: label })} className="written-tools">
          {acts.map(({ name, icon: Icon, isOn, ask, command }) => (
            <ActionIcon
              key={name}
              variant={isOn ? 'light' : 'subtle'}
              color={isOn ? 'pine' : 'gray'}
              aria-label={say(`ui.compose.tool.${name}`)}
              title={say(`ui.compose.tool.${name}`)}
              aria-pressed={ask === undefined ? isOn : undefined}
              aria-haspopup={ask && 'dialog'}
              onMouseDown={event => event.preventDefault()} // what was chosen in the text stays so
              onClick={() => (ask ? setAsking(ask) : command && run(command))}
            >
              <Icon size={18} aria-hidden />
            </ActionIcon>
          ))}
        </Group>
        <div ref={place} />
      </div>
      {asking === 'field' && (
        <FieldDialog
          fields={fields}
          chosen={chosenField(state)}
          close={close}
          put={field => {
            run(putField(field))
            close()
          }}
        />
      )}
      {asking === 'link' && (
        <LinkDialog
          href={linkAt(state)}
          close={close}
          put={href => {
            run(putLink(href))
            close()
          }}
        />
      )}
    </Input.Wrapper>
  )
}

interface Act {
  readonly name: 'bold' | 'italic' | 'bullets' | 'numbers' | 'link' | 'field'
  readonly icon: TablerIcon
  readonly isOn: boolean
  readonly command?: Command
  readonly ask?: 'field' | 'link'
}

/** A field in the text, by what it is called here. */
function chip(node: Node, fields: LetterFields['fields']): HTMLElement {
  const { field, fallback } = fieldOf(node.attrs)
  const dom = document.createElement('span')
  dom.className = 'written-field'
  dom.textContent = fields.find(({ id }) => id === field)?.label ?? field
  dom.title = fallback
  return dom
}

function keysOf(kind: Kind): Readonly<Record<string, Command>> {
  const always = { 'Mod-z': undo, 'Mod-y': redo, 'Shift-Mod-z': redo }
  const { break: lineBreak, item } = schemas[kind].nodes
  const { bold, italic } = schemas[kind].marks
  const newLine: Command = (state, dispatch) => {
    if (lineBreak) dispatch?.(state.tr.replaceSelectionWith(lineBreak.create()).scrollIntoView())
    return true // a line has no second one
  }
  if (kind !== 'text' || !item || !bold || !italic)
    return { ...always, Enter: newLine, 'Shift-Enter': newLine, 'Mod-Enter': () => true }
  return {
    ...always,
    Enter: chainCommands(splitListItem(item)),
    'Shift-Enter': chainCommands(newlineInCode, newLine),
    'Mod-b': toggleMark(bold),
    'Mod-i': toggleMark(italic),
  }
}

const openField =
  (open: () => void): Command =>
  state => {
    if (chosenField(state) === undefined) return false
    open()
    return true
  }

const chosenField = (state: EditorState | undefined): FieldValue | undefined =>
  state?.selection instanceof NodeSelection && state.selection.node.type.name === 'field'
    ? fieldOf(state.selection.node.attrs)
    : undefined

function hasMark(state: EditorState | undefined, name: string): boolean {
  if (!state) return false
  const { from, to, empty, $from } = state.selection
  const mark = state.schema.marks[name]
  if (!mark) return false
  return empty ? mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, mark)
}

const linkAt = (state: EditorState | undefined): string => {
  const { $from, to } = state?.selection ?? {}
  const marks = $from && to !== undefined ? [...$from.marks(), ...($from.nodeAfter?.marks ?? [])] : []
  return String(marks.find(({ type }) => type.name === 'link')?.attrs.href ?? '')
}

const isIn = (state: EditorState | undefined, name: string): boolean => {
  const at = state?.selection.$from
  return at !== undefined && at.depth > 1 && at.node(1).type.name === name
}

/** Into a list, out of it, or from one kind into the other. */
const toggleList =
  (name: 'bullets' | 'numbers'): Command =>
  (state, dispatch) => {
    const wanted = state.schema.nodes[name]
    const item = state.schema.nodes.item
    if (!wanted || !item) return false
    if (isIn(state, name)) return liftListItem(item)(state, dispatch)
    if (!isIn(state, name === 'bullets' ? 'numbers' : 'bullets')) return wrapInList(wanted)(state, dispatch)
    dispatch?.(state.tr.setNodeMarkup(state.selection.$from.before(1), wanted))
    return true
  }

const putField =
  (field: FieldValue): Command =>
  (state, dispatch) => {
    const node = state.schema.nodes.field?.create(field, undefined, state.selection.$from.marks())
    if (node) dispatch?.(state.tr.replaceSelectionWith(node, false).scrollIntoView())
    return node !== undefined
  }

/** The link of what is chosen, or of the whole link in which the cursor is; without an address there is none any more. */
const putLink =
  (href: string): Command =>
  (state, dispatch) => {
    const mark = state.schema.marks.link
    if (!mark) return false
    const { from, to } = state.selection.empty ? aroundLink(state) : state.selection
    const changed = state.tr.removeMark(from, to, mark)
    if (href && from === to) changed.insertText(href, from)
    const end = from === to ? from + href.length : to
    if (href) changed.addMark(from, end, mark.create({ href }))
    dispatch?.(changed.setSelection(TextSelection.create(changed.doc, end)).scrollIntoView())
    return true
  }

function aroundLink(state: EditorState): { readonly from: number; readonly to: number } {
  const { $from, from } = state.selection
  const href = linkAt(state)
  let found = { from, to: from }
  $from.parent.forEach((node, offset) => {
    const start = $from.start() + offset
    const isIt = node.marks.some(({ type, attrs }) => type.name === 'link' && attrs.href === href)
    if (href && isIt && start <= from && from <= start + node.nodeSize)
      found = { from: start, to: start + node.nodeSize }
  })
  return found
}
