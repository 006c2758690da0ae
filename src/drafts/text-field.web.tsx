/** A text in the languages of the notice, side by side; where it is empty, the vocabulary's words are shown as what will be read. */

import { NativeSelect, Textarea } from '@mantine/core'
import { langNames, useText } from '../../web/language.ts'
import type { Value } from '../notice/edit-value.ts'
import type { Known } from '../notice/language-shape.ts'
import type { Lang, Text } from '../notice/notice.ts'
import { useEditing, useKeyWords, useTyped, useWordNames } from './editing.web.ts'
import { FieldFindings } from './field-findings.web.tsx'
import { isSameWord, textIn, withLanguage } from './form-edits.ts'
import type { FieldProps } from './word-field.web.tsx'

interface TextFieldProps extends FieldProps {
  /** What is read when nothing is written. */
  readonly ready?: Text | undefined
  readonly known?: Known | undefined
}

export function TextField({ group, name, path, value, write, ready, known }: TextFieldProps) {
  const { label, help, found } = useKeyWords(group, name, path)
  return (
    <fieldset className="text-field" data-path={path}>
      <legend>{label}</legend>
      {help !== undefined && <p className="field-help">{help}</p>}
      {known ? (
        <KnownText known={known} label={label} path={path} value={value} write={write} />
      ) : (
        <Languages label={label} path={path} value={value} write={write} ready={ready} />
      )}
      <FieldFindings found={found} />
    </fieldset>
  )
}

interface LanguagesProps {
  readonly label: string
  readonly path: string
  readonly value: Value | undefined
  readonly write: (value: Value | undefined) => void
  readonly ready?: Text | undefined
}

export function Languages({ label, path, value, write, ready }: LanguagesProps) {
  const { langs } = useEditing()
  const [record = 'fi'] = langs
  const said = textIn(value, record)
  return (
    <div className="languages" data-languages={langs.length}>
      {langs.map(lang => (
        <OneLanguage
          key={lang}
          lang={lang}
          label={label}
          path={path}
          said={said[lang] ?? ''}
          ready={Object.keys(said).length === 0 ? ready?.[lang] : undefined}
          write={now => write(withLanguage(value, record, lang, now))}
        />
      ))}
    </div>
  )
}

interface OneLanguageProps {
  readonly lang: Lang
  readonly label: string
  readonly path: string
  readonly said: string
  readonly ready: string | undefined
  readonly write: (said: string) => void
}

function OneLanguage({ lang, label, path, said, ready, write }: OneLanguageProps) {
  const say = useText()
  const { visit } = useEditing()
  const typed = useTyped(said, now => write(now.trim()))
  return (
    <div>
      <Textarea
        label={langNames[lang]}
        aria-label={`${label}: ${langNames[lang]}`}
        lang={lang}
        rows={rowsOf(typed.value)}
        value={typed.value}
        onChange={({ currentTarget }) => typed.onChange(currentTarget.value)}
        onBlur={typed.onBlur}
        onFocus={() => visit(path)}
      />
      {ready !== undefined && typed.value === '' && (
        <p className="ready-text">
          {say('ui.drafts.ready')} <q lang={lang}>{ready}</q>
        </p>
      )}
    </div>
  )
}

/** About as many rows as the text takes, where the browser does not fit the field to its content by itself. */
const rowsOf = (text: string): number =>
  Math.min(
    text.split('\n').reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / 26)), 0),
    14,
  )

const own = '\u0000own'

/** A word of the vocabulary, or words of one's own. */
function KnownText({ known, label, path, value, write }: LanguagesProps & { readonly known: Known }) {
  const say = useText()
  const { visit } = useEditing()
  const nameOfWord = useWordNames()
  const word = typeof value === 'string' ? known.words.find(one => isSameWord(one, value)) : undefined
  const chosen = word ?? (value === undefined || value === '' ? '' : own)
  return (
    <>
      <NativeSelect
        aria-label={label}
        value={chosen}
        onFocus={() => visit(path)}
        onChange={({ currentTarget }) =>
          write(currentTarget.value === own ? say('ui.drafts.own-words-start') : currentTarget.value)
        }
        data={[
          { value: '', label: say('ui.drafts.not-chosen') },
          ...known.words.map(one => ({ value: one, label: nameOfWord(known.group, one) })),
          { value: own, label: say('ui.drafts.own-words') },
        ]}
      />
      {chosen === own && <Languages label={label} path={path} value={value} write={write} />}
    </>
  )
}
