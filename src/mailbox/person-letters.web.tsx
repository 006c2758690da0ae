/** On a person's page: their e-mails in threads, what they quote folded, and what came along to be saved, never opened here. */

import { Anchor, Button, Text, Title } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { count, moment, size } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { LetterAnswer } from './mailbox-answers.ts'
import { useLetters, useSavingAttachment } from './mailbox-asks.web.ts'
import './mailbox.css'

/** Nothing is drawn of a person who has not written, or for a purpose that sees no letters. */
export function PersonLetters({ card: { id }, scope }: PersonPart) {
  const seesLetters = scope.categories.some(category => category.id === 'service-events' || category.id === 'feedback')
  return seesLetters ? <Letters person={id} /> : null
}

function Letters({ person }: { readonly person: string }) {
  const say = useText()
  const found = useLetters(person)
  const saving = useSavingAttachment(person)
  const letters = found.data?.pages.flatMap(page => page.letters) ?? []
  if (letters.length === 0 && found.error === null) return null
  return (
    <section className="panel" aria-labelledby="person-letters">
      <Title order={2} id="person-letters">
        {say('ui.letters.title')}
      </Title>
      <ProblemNotice error={found.error ?? saving.error} />
      {[...Map.groupBy(letters, ({ thread }) => thread)].map(([thread, some]) => (
        <div key={thread}>
          {some.length > 1 && (
            <Text size="sm" c="dimmed" mt="sm">
              {say('ui.letters.in-thread', { count: count(some.length) })}
            </Text>
          )}
          {some.map(letter => (
            <Letter key={letter.id} letter={letter} save={saving.mutate} />
          ))}
        </div>
      ))}
      {found.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {say('ui.letters.more')}
        </Button>
      )}
    </section>
  )
}

function Letter({ letter, save }: { readonly letter: LetterAnswer; readonly save: (id: string) => void }) {
  const say = useText()
  const { at, subject, folds, ours, answers, attachments } = letter
  return (
    <article className="letter">
      <Text fw={560} className="any-name">
        {subject ?? say('ui.letters.no-subject')}
      </Text>
      <Text size="sm" c="dimmed" className="figures">
        {[moment(at), ...(ours ? [say('ui.letters.ours')] : []), ...(answers ? [say('ui.letters.answers')] : [])].join(
          ' · ',
        )}
      </Text>
      {!folds.some(({ kind, text }) => kind === 'own' && text.trim() !== '') && (
        <Text size="sm" c="dimmed">
          {say('ui.letters.only-quoted')}
        </Text>
      )}
      {folds
        .map((fold, n) => ({ ...fold, begins: folds.slice(0, n).reduce((sum, { text }) => sum + text.length + 1, 0) }))
        .filter(({ text }) => text.trim() !== '')
        .map(({ kind, text, begins }) =>
          kind === 'own' ? (
            <p key={begins} className="letter-words any-name">
              {text.trim()}
            </p>
          ) : (
            <details key={begins}>
              <summary>{say(kind === 'quoted' ? 'ui.letters.quoted' : 'ui.letters.signature')}</summary>
              <p className="letter-words letter-folded any-name">{text.trim()}</p>
            </details>
          ),
        )}
      {attachments.length > 0 && (
        <ul className="letter-attachments">
          {attachments.map(({ id, name, bytes, kept, why }) => (
            <li key={id}>
              <IconPaperclip size={14} aria-hidden />{' '}
              {kept ? (
                <Anchor
                  component="button"
                  type="button"
                  className="any-name"
                  aria-label={`${say('ui.letters.open-attachment')}: ${name ?? ''}`}
                  onClick={() => save(id)}
                >
                  {name ?? say('ui.letters.nameless')}
                </Anchor>
              ) : (
                <span className="any-name">{name ?? say('ui.letters.nameless')}</span>
              )}{' '}
              <Text span size="sm" c="dimmed">
                {why ? say(`ui.letters.${why}`) : size(bytes)}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}
