/** Files that came by forms, on their person's page and with their case: saved when staff ask for them, never opened here. */

import { Anchor, Text, Title } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useAnswer, useRegister, useScope } from '../../web/purpose.tsx'
import { saveStrangersFile } from '../../web/strangers-file.ts'
import type { Scope } from '../register/scope-answer.ts'
import type { SentFiles } from './form-answers.ts'
import './forms.css'
import { useWriting } from '../../web/writing.ts'

/** Where the notice gives the purpose attachments; elsewhere nothing is asked and nothing drawn. */
const givesFiles = ({ categories }: Scope): boolean =>
  categories.some(({ fields }) => fields.some(({ columns }) => columns.some(({ name }) => name === 'attachments')))

export function PersonSentFiles({ card: { id }, scope }: PersonPart) {
  return givesFiles(scope) ? <Files person={id} /> : null
}

/** Those of one row, where it is shown. */
export function SentFilesOf({ person, row }: { readonly person: string; readonly row: string }) {
  const scope = useScope()
  return scope.data && givesFiles(scope.data) ? <Files person={person} row={row} /> : null
}

function Files({ person, row }: { readonly person: string; readonly row?: string }) {
  const say = useText()
  const { ask } = useRegister()
  const found = useAnswer<SentFiles>(`/persons/${person}/sent-files`)
  const saving = useWriting({
    mutationFn: async (id: string) =>
      saveStrangersFile(await ask<{ name: string; base64: string }>(`/persons/${person}/sent-files/${id}`)),
  })
  const files = found.data?.files.filter(one => row === undefined || one.row === row) ?? []
  if (files.length === 0 && found.error === null) return null
  return (
    <section className={row === undefined ? 'panel' : 'sent-files'} aria-labelledby="sent-files">
      <Title order={2} id="sent-files" mb="xs">
        {say('ui.sent-files.title')}
      </Title>
      <ProblemNotice error={found.error ?? saving.error} />
      <Text size="sm" c="dimmed">
        {say('ui.sent-files.care')}
      </Text>
      <ul className="sent-files-list">
        {files.map(({ id, name, bytes, at }) => (
          <li key={id}>
            <IconPaperclip size={14} aria-hidden />{' '}
            <Anchor
              component="button"
              type="button"
              className="any-name"
              aria-label={say('ui.sent-files.save', { name })}
              onClick={() => saving.mutate(id)}
            >
              {name}
            </Anchor>{' '}
            <Text span size="sm" c="dimmed" className="figures">
              {say('ui.sent-files.size', { size: count(Math.max(1, Math.round(bytes / 1000))) })} · {moment(at)}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  )
}
