/** What was said once: by whom, when and by which channel; what it quotes is folded, and its files are saved, never opened here. */

import { Anchor, Text } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { moment, size } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { whoIs } from '../../web/who.ts'
import { ChannelMark } from './inbox.web.tsx'
import type { Conversation, MessageAnswer } from './inbox-answers.ts'
import { useSaving } from './inbox-asks.web.ts'

interface MessageProps {
  readonly message: MessageAnswer
  readonly shown: Conversation
}

/** How an answer fared: only what staff should know of has words. */
const told = ['queued', 'sending', 'failed', 'no-address', 'undelivered', 'not-needed', 'stopped'] as const

export function Message({ message, shown }: MessageProps) {
  const say = useText()
  const saving = useSaving(shown.id, shown.person?.id)
  const { direction, at, by, channel, subject, folds, attachments, sent } = message
  const isOurs = direction === 'out'
  const isElsewhere = message.conversation !== shown.id
  const fared = told.find(one => one === sent)
  const shownFolds = folds
    .map((fold, n) => ({ ...fold, begins: folds.slice(0, n).reduce((sum, { text }) => sum + text.length + 1, 0) }))
    .filter(({ text }) => text.trim() !== '')
  return (
    <article className={['message', isOurs ? 'is-ours' : '', isElsewhere ? 'is-elsewhere' : ''].join(' ')}>
      <Text size="sm" c="dimmed" component="div" className="inbox-line">
        <span className="any-name">
          {isOurs ? (by ? whoIs(by, say) : say('ui.inbox.us')) : (shown.person?.name ?? say('ui.inbox.them'))}
        </span>
        <span className="figures">{moment(at)}</span>
        {(isElsewhere || channel !== shown.channel) && <ChannelMark channel={channel} />}
      </Text>
      {subject !== null && (
        <Text fw={560} className="any-name">
          {subject}
        </Text>
      )}
      {shownFolds.map(({ kind, text, begins }) =>
        kind === 'own' ? (
          <p key={begins} className="message-words any-name">
            {text.trim()}
          </p>
        ) : (
          <details key={begins}>
            <summary>{say(kind === 'quoted' ? 'ui.letters.quoted' : 'ui.letters.signature')}</summary>
            <p className="message-words any-name">{text.trim()}</p>
          </details>
        ),
      )}
      <ProblemNotice error={saving.error} />
      {attachments.length > 0 && (
        <ul className="inbox-plain">
          {attachments.map(file => (
            <li key={file.id}>
              <IconPaperclip size={14} aria-hidden />{' '}
              {file.kept ? (
                <Anchor
                  component="button"
                  type="button"
                  className="any-name"
                  aria-label={`${say('ui.letters.open-attachment')}: ${file.name ?? ''}`}
                  onClick={() => saving.mutate(file)}
                >
                  {file.name ?? say('ui.letters.nameless')}
                </Anchor>
              ) : (
                <span className="any-name">{file.name ?? say('ui.letters.nameless')}</span>
              )}{' '}
              <Text span size="sm" c="dimmed">
                {size(file.bytes)}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {fared && (
        <Text size="sm" c={fared === 'queued' || fared === 'sending' ? 'dimmed' : 'amber'}>
          {say(`ui.inbox.sent.${fared}`)}
        </Text>
      )}
    </article>
  )
}
