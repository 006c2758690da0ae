/** Documents of a contract are added, saved and removed; every version stands with what it is, who added it and when. */

import { Anchor, Button, FileButton, Group, NativeSelect, Text, Title } from '@mantine/core'
import { IconPaperclip, IconTrash, IconUpload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { moment, size } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { whoIs } from '../../web/who.ts'
import { useWriting } from '../../web/writing.ts'
import { type AgreementAnswer, documentKinds } from './agreement-answers.ts'
import { useAgreementVerbs, useAttaching, useSavingDocument } from './agreement-asks.web.ts'

type Document = AgreementAnswer['documents'][number]

export function Documents({ shown: { id, documents, mayWrite } }: { shown: AgreementAnswer }) {
  const say = useText()
  const client = useQueryClient()
  const [kind, setKind] = useState<(typeof documentKinds)[number]>('signed')
  const [going, setGoing] = useState<Document | undefined>(undefined)
  const saving = useSavingDocument(id)
  const attaching = useAttaching(id, () => client.invalidateQueries({ queryKey: ['register'] }))
  return (
    <section aria-labelledby="agreement-documents">
      <Title order={2} id="agreement-documents" mb="xs">
        {say('ui.agreements.documents')}
      </Title>
      <ProblemNotice error={attaching.error ?? saving.error} />
      {documents.length === 0 ? (
        <Text c="dimmed">{say('ui.agreements.no-documents')}</Text>
      ) : (
        <ul className="agreement-list">
          {documents.map(one => (
            <li key={one.id}>
              <Group gap="xs" wrap="nowrap" align="flex-start">
                <IconPaperclip size={15} aria-hidden />
                <div className="agreement-document">
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
                    {[
                      say(`ui.agreements.document-is.${one.kind}`, { version: one.version }),
                      size(one.bytes),
                      whoIs(one.by, say),
                      moment(one.at),
                    ].join(' · ')}
                  </Text>
                </div>
                {mayWrite && (
                  <Button
                    variant="subtle"
                    color="gray"
                    size="compact-sm"
                    aria-label={say('ui.agreements.remove-document', { name: one.name })}
                    onClick={() => setGoing(one)}
                  >
                    <IconTrash size={16} aria-hidden />
                  </Button>
                )}
              </Group>
            </li>
          ))}
        </ul>
      )}
      {mayWrite && (
        <>
          <Group gap="sm" mt="sm" align="flex-end">
            <NativeSelect
              label={say('ui.agreements.document-kind')}
              data={documentKinds.map(value => ({ value, label: say(`ui.agreements.kind-of.${value}`) }))}
              value={kind}
              onChange={({ currentTarget }) =>
                setKind(documentKinds.find(one => one === currentTarget.value) ?? 'signed')
              }
            />
            <FileButton
              accept=".pdf,.png,.jpg,.jpeg,.docx,.odt,.asice"
              onChange={file => file && attaching.mutate({ file, kind })}
            >
              {props => (
                <Button
                  {...props}
                  variant="default"
                  leftSection={<IconUpload size={17} aria-hidden />}
                  loading={attaching.isPending}
                >
                  {say('ui.agreements.add-document')}
                </Button>
              )}
            </FileButton>
          </Group>
          <Text size="sm" c="dimmed" mt={4}>
            {say('ui.agreements.document-limits')}
          </Text>
        </>
      )}
      {going && <Removal id={id} document={going} close={() => setGoing(undefined)} />}
    </section>
  )
}

function Removal({ id, document, close }: { id: string; document: Document; close: () => void }) {
  const say = useText()
  const { removeDocument } = useAgreementVerbs()
  const removing = useWriting({ mutationFn: () => removeDocument(id, document.id), onSuccess: close })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    removing.mutate()
  }
  return (
    <Dialog title={say('ui.agreements.remove-document', { name: document.name })} close={close}>
      <form onSubmit={submit}>
        <Text>{say('ui.agreements.remove-why')}</Text>
        <ProblemNotice error={removing.error} />
        <DialogButtons send={say('ui.agreements.remove')} sending={removing.isPending} close={close} />
      </form>
    </Dialog>
  )
}
