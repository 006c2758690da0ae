/** What was signed on paper stands below its agreement: it is added, saved and, when it was the wrong file, removed. */

import { Anchor, Button, FileButton, Group, Text } from '@mantine/core'
import { IconPaperclip, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { moment, size } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { whoIs } from '../../web/who.ts'
import { useWriting } from '../../web/writing.ts'
import type { PublicationAnswer } from './publication-answers.ts'
import { useAddingFile, usePublicationVerbs, useSavingPaper } from './publication-asks.web.ts'

type Paper = PublicationAnswer['papers'][number]

export function Papers({ one: { id, agreed, papers } }: { one: PublicationAnswer }) {
  const say = useText()
  const client = useQueryClient()
  const [going, setGoing] = useState<Paper | undefined>(undefined)
  const saving = useSavingPaper(id)
  const adding = useAddingFile(id, 'papers', () => client.invalidateQueries({ queryKey: ['register'] }))
  if (agreed?.how !== 'paper') return null
  return (
    <>
      <ul className="publication-places">
        {papers.map(one => (
          <li key={one.id}>
            <Group gap="xs" wrap="nowrap" align="flex-start">
              <IconPaperclip size={15} aria-hidden />
              <div className="publication-paper">
                <Anchor
                  component="button"
                  type="button"
                  className="any-name"
                  aria-label={say('ui.agreements.save-document', { name: one.name })}
                  onClick={() => saving.mutate(one.id)}
                >
                  {one.name}
                </Anchor>
                <Text size="sm" c="dimmed" className="figures">
                  {[size(one.bytes), whoIs(one.by, say), moment(one.at)].join(' · ')}
                </Text>
              </div>
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                aria-label={say('ui.agreements.remove-document', { name: one.name })}
                onClick={() => setGoing(one)}
              >
                <IconTrash size={16} aria-hidden />
              </Button>
            </Group>
          </li>
        ))}
      </ul>
      <ProblemNotice error={adding.error ?? saving.error} />
      <FileButton accept=".pdf,.png,.jpg,.jpeg" onChange={file => file && adding.mutate(file)}>
        {props => (
          <Button
            {...props}
            variant="default"
            size="compact-sm"
            mt={4}
            leftSection={<IconPaperclip size={15} aria-hidden />}
            loading={adding.isPending}
          >
            {say('ui.published.add-paper')}
          </Button>
        )}
      </FileButton>
      {going && <Removal id={id} paper={going} close={() => setGoing(undefined)} />}
    </>
  )
}

function Removal({ id, paper, close }: { id: string; paper: Paper; close: () => void }) {
  const say = useText()
  const { removePaper } = usePublicationVerbs()
  const removing = useWriting({ mutationFn: () => removePaper(id, paper.id), onSuccess: close })
  return (
    <Dialog title={say('ui.agreements.remove-document', { name: paper.name })} close={close}>
      <form
        onSubmit={event => {
          event.preventDefault()
          if (!removing.isPending) removing.mutate()
        }}
      >
        <Text>{say('ui.published.remove-paper-why')}</Text>
        <ProblemNotice error={removing.error} />
        <DialogButtons send={say('ui.agreements.remove')} sending={removing.isPending} close={close} />
      </form>
    </Dialog>
  )
}
