/** Every text that the draft has had, with who saved it and when; any of them can be read and brought back. */

import { Button, Group, ScrollArea, Skeleton, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '../../web/dialog.tsx'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { revisionText, useRevisions } from './draft-asks.web.ts'

interface RevisionsProps {
  readonly draft: string
  readonly close: () => void
  /** Takes the text of an earlier revision into the window, as a change that can be taken back. */
  readonly restore: (text: string) => void
}

export function DraftRevisions({ draft, close, restore }: RevisionsProps) {
  const say = useText()
  const found = useRevisions(draft)
  const [shown, show] = useState<number | undefined>(undefined)
  const text = useQuery({
    queryKey: ['draft-revision', draft, shown],
    queryFn: () => revisionText(draft, shown ?? 0),
    enabled: shown !== undefined,
  })
  return (
    <Dialog title={say('ui.drafts.revisions')} close={close}>
      <ProblemNotice error={found.error ?? text.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={200} aria-hidden />}
      <ScrollArea.Autosize mah="50vh" viewportProps={{ tabIndex: 0 }}>
        <Table>
          <Table.Tbody>
            {found.data?.revisions.map(one => (
              <Table.Tr key={one.revision}>
                <Table.Td className="figures">{one.revision}</Table.Td>
                <Table.Td>
                  {moment(one.at)}
                  <br />
                  {one.by.name}
                </Table.Td>
                <Table.Td>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-pressed={shown === one.revision}
                    aria-label={say('ui.drafts.show-revision', { revision: one.revision })}
                    onClick={() => show(one.revision)}
                  >
                    {say('ui.drafts.show')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {text.data && (
        <>
          <section
            className="revision-text"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
            tabIndex={0}
            aria-label={say('ui.drafts.revision-text', { revision: shown ?? 0 })}
          >
            <pre>{text.data.text}</pre>
          </section>
          <Group mt="sm">
            <Button
              onClick={() => {
                restore(text.data.text)
                close()
              }}
            >
              {say('ui.drafts.restore', { revision: shown ?? 0 })}
            </Button>
          </Group>
        </>
      )}
    </Dialog>
  )
}
