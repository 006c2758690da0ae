/** A shop's export of orders is looked through before any of it is handed in: how many orders, and which rows cannot be read. */

import { Button, FileButton, List, Text } from '@mantine/core'
import { useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { ConnectionAnswer } from './arrival-answers.ts'
import { useOrdersFile } from './arrival-asks.web.ts'

export function OrdersFile({ one }: { one: ConnectionAnswer }) {
  const say = useText()
  const [file, setFile] = useState<File | undefined>(undefined)
  const trying = useOrdersFile(one)
  const taking = useOrdersFile(one)
  const choose = (chosen: File | null) => {
    if (chosen === null) return
    setFile(chosen)
    trying.mutate({ file: chosen, tries: true })
  }
  const close = () => {
    setFile(undefined)
    trying.reset()
    taking.reset()
  }
  const found = trying.data
  const label = say('ui.connections.orders-file')
  return (
    <>
      <FileButton onChange={choose} accept=".csv,.tsv,.txt,.xlsx">
        {props => (
          <Button {...props} size="compact-sm" variant="default" aria-label={`${label}: ${one.name}`}>
            {label}
          </Button>
        )}
      </FileButton>
      {file && (
        <Dialog close={close} title={label}>
          <form
            noValidate
            onSubmit={event => {
              event.preventDefault()
              taking.mutate(
                { file, tries: false },
                {
                  onSuccess: ({ taken }) => {
                    tell(say('ui.connections.orders-taken', { count: taken, number: count(taken) }))
                    close()
                  },
                },
              )
            }}
          >
            <Text mb="sm">{say('ui.connections.orders-file-why')}</Text>
            <ProblemNotice error={trying.error ?? taking.error} />
            {trying.isPending && <Text role="status">{say('ui.connections.orders-reading')}</Text>}
            {found && (
              <>
                <Text>{say('ui.connections.orders-found', { count: found.found, number: count(found.found) })}</Text>
                {found.refused.length > 0 && (
                  <>
                    <Text mt="xs">
                      {say('ui.connections.orders-refused', {
                        count: found.refused.length,
                        number: count(found.refused.length),
                      })}
                    </Text>
                    <List size="sm">
                      {found.refused.slice(0, 10).map(({ line, text }) => (
                        <List.Item
                          key={line}
                        >{`${say('ui.import.at-line', { line: count(line) })}: ${text}`}</List.Item>
                      ))}
                    </List>
                  </>
                )}
              </>
            )}
            {found && found.taken > 0 ? (
              <DialogButtons
                send={say('ui.connections.orders-take', { count: found.taken, number: count(found.taken) })}
                sending={taking.isPending}
                close={close}
              />
            ) : (
              <Button mt="md" variant="default" onClick={close}>
                {say('ui.connections.orders-leave')}
              </Button>
            )}
          </form>
        </Dialog>
      )}
    </>
  )
}
