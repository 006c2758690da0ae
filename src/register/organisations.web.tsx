/** Organisations with their Y-tunnus: found by name or number, opened with where they came from. */

import { Button, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { usePages } from '../../web/pages.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister, useScope } from '../../web/purpose.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import type { OrganisationList } from './organisation-answers.ts'
import { OrganisationFields, useOrganisationFields } from './organisation-fields.web.tsx'
import type { OrganisationInput } from './requests.ts'
import type { Scope } from './scope-answer.ts'

export function Organisations() {
  const say = useText()
  const scope = useScope().data
  const [q, setQ] = useState('')
  const [settled] = useDebouncedValue(q.trim(), 200)
  const [opening, setOpening] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const found = usePages<OrganisationList>('/organisations/find', { ...(settled !== '' && { q: settled }), limit: 100 })
  useShortcut('/', 'ui.keys.search', () => field.current?.focus())
  useShortcut('c', 'ui.organisations.add', () => setOpening(true))
  const organisations = found.data?.pages.flatMap(page => page.organisations) ?? []
  return (
    <Page title={say('ui.organisations.title')} acts={scope && <AddButton open={() => setOpening(true)} />}>
      <TextInput
        ref={field}
        type="search"
        size="xs"
        maw={320}
        mb="xs"
        aria-label={say('ui.organisations.search')}
        placeholder={say('ui.organisations.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={q}
        onChange={({ currentTarget }) => setQ(currentTarget.value)}
      />
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={240} aria-hidden />}
      {found.data && organisations.length === 0 && (
        <NothingYet
          title={say(settled === '' ? 'ui.organisations.none' : 'ui.organisations.none-found')}
          step={scope && settled === '' && <AddButton open={() => setOpening(true)} />}
        >
          {say(settled === '' ? 'ui.organisations.none-why' : 'ui.organisations.none-found-why')}
        </NothingYet>
      )}
      {organisations.length > 0 && (
        <Table.ScrollContainer minWidth={360} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table highlightOnHover verticalSpacing={5}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('ui.organisation.name')}</Table.Th>
                <Table.Th>{say('ui.organisation.business-id')}</Table.Th>
                <Table.Th visibleFrom="sm">{say('ui.organisation.website')}</Table.Th>
                <Table.Th visibleFrom="sm">{say('ui.customers.column.changedAt')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {organisations.map(organisation => (
                <Table.Tr key={organisation.id}>
                  <Table.Th scope="row" fw={560}>
                    <Link
                      to="/organisations/$organisation"
                      params={{ organisation: organisation.id }}
                      className="row-link any-name"
                    >
                      {organisation.name}
                    </Link>
                  </Table.Th>
                  <Table.Td className="figures" style={{ whiteSpace: 'nowrap' }}>
                    {organisation.businessId}
                  </Table.Td>
                  <Table.Td visibleFrom="sm" className="any-name">
                    {organisation.website}
                  </Table.Td>
                  <Table.Td visibleFrom="sm" className="figures">
                    {date(organisation.changedAt)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {found.hasNextPage && (
        <Button mt="sm" variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {say('ui.more')}
        </Button>
      )}
      {opening && scope && <OpenOrganisation scope={scope} close={() => setOpening(false)} />}
    </Page>
  )
}

const AddButton = ({ open }: { open: () => void }) => {
  const say = useText()
  return (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={open}>
      {say('ui.organisations.add')}
    </Button>
  )
}

function OpenOrganisation({ scope, close }: { scope: Scope; close: () => void }) {
  const say = useText()
  const router = useRouter()
  const { write } = useRegister()
  const fields = useOrganisationFields(scope)
  const opening = useWriting({
    mutationFn: () => write<{ id: string }>('POST', '/organisations', fields.given satisfies OrganisationInput),
    onSuccess: async ({ id }) => {
      tell(say('ui.organisations.added'))
      await router.navigate({ to: '/organisations/$organisation', params: { organisation: id } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (fields.isGiven()) opening.mutate()
  }
  return (
    <Dialog close={close} title={say('ui.organisations.add')}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <ProblemNotice error={opening.error} />
          <OrganisationFields {...fields} error={opening.error} />
          <DialogButtons send={say('ui.organisations.add')} sending={opening.isPending} close={close} />
        </Stack>
      </form>
      <Text size="sm" c="dimmed" mt="sm">
        {say('ui.organisations.people-why')}
      </Text>
    </Dialog>
  )
}
