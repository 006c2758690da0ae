/** A letter in one language: begun anew or from another one, so that what is said in several is said of the same things. */

import { Button, Group, Stack, Title } from '@mantine/core'
import { langNames, useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import type { TextLang } from '../texts/texts.ts'
import type { Content, EmailText, Piece, SmsText } from './content.ts'
import type { LetterFields } from './letter-answers.ts'
import { LetterBlocks } from './letter-blocks.web.tsx'
import { langsOf } from './said.ts'
import { WrittenText } from './written-text.web.tsx'

interface InLangProps {
  readonly content: Content
  readonly lang: TextLang
  readonly fields: LetterFields['fields']
  readonly change: (content: Content) => void
}

export function LetterInLang({ content, lang, fields, change }: InLangProps) {
  if (content.channel === 'email') {
    const one = content.texts[lang]
    const put = (text: EmailText) => change({ channel: 'email', texts: { ...content.texts, [lang]: text } })
    return one ? <Email one={one} fields={fields} change={put} /> : <NotBegun {...{ content, lang, change }} />
  }
  const one = content.texts[lang]
  const put = (text: SmsText) => change({ channel: 'sms', texts: { ...content.texts, [lang]: text } })
  return one ? <Sms one={one} fields={fields} change={put} /> : <NotBegun {...{ content, lang, change }} />
}

function NotBegun({ content, lang, change }: Omit<InLangProps, 'fields'>) {
  const say = useText()
  const begin = (from: TextLang | undefined) => {
    if (content.channel === 'email') {
      const copied = from && content.texts[from]
      const text = copied ? structuredClone(copied) : { subject: [], preheader: [], blocks: [] }
      change({ channel: 'email', texts: { ...content.texts, [lang]: text } })
    } else {
      const copied = from && content.texts[from]
      change({ channel: 'sms', texts: { ...content.texts, [lang]: copied ? structuredClone(copied) : { body: [] } } })
    }
  }
  return (
    <NothingYet
      title={say('ui.compose.not-begun')}
      step={
        <Group>
          {langsOf(content).map(from => (
            <Button key={from} onClick={() => begin(from)}>
              {say('ui.compose.copy-from', { lang: langNames[from] })}
            </Button>
          ))}
          <Button variant={langsOf(content).length > 0 ? 'default' : 'filled'} onClick={() => begin(undefined)}>
            {say('ui.compose.begin')}
          </Button>
        </Group>
      }
    >
      {say('ui.compose.not-begun-why')}
    </NothingYet>
  )
}

interface TextProps<Text> {
  readonly one: Text
  readonly fields: LetterFields['fields']
  readonly change: (text: Text) => void
}

function Email({ one, fields, change }: TextProps<EmailText>) {
  const say = useText()
  return (
    <Stack gap="sm">
      <Line
        label={say('ui.compose.subject')}
        fields={fields}
        value={one.subject}
        change={subject => change({ ...one, subject })}
      />
      <Line
        label={say('ui.compose.preheader')}
        description={say('ui.compose.preheader-why')}
        fields={fields}
        value={one.preheader}
        change={preheader => change({ ...one, preheader })}
      />
      <Title order={2} size="h4" mt="xs">
        {say('ui.compose.blocks')}
      </Title>
      <LetterBlocks blocks={one.blocks} fields={fields} change={blocks => change({ ...one, blocks })} />
    </Stack>
  )
}

interface LineProps {
  readonly label: string
  readonly description?: string
  readonly fields: LetterFields['fields']
  readonly value: readonly Piece[]
  readonly change: (value: Piece[]) => void
}

const Line = ({ value, change, ...rest }: LineProps) => (
  <WrittenText
    {...rest}
    kind="line"
    value={[{ kind: 'paragraph', content: [...value] }]}
    change={([line]) => change(line?.kind === 'paragraph' ? line.content : [])}
  />
)

function Sms({ one, fields, change }: TextProps<SmsText>) {
  const say = useText()
  return (
    <WrittenText
      kind="words"
      label={say('ui.compose.body')}
      description={say('ui.compose.body-why')}
      fields={fields}
      value={[{ kind: 'paragraph', content: one.body }]}
      change={([line]) => change({ body: line?.kind === 'paragraph' ? line.content : [] })}
    />
  )
}
