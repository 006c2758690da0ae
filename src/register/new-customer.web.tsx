/** A new customer is opened with where they came from; the form has the categories that the purpose may write. */

import { Anchor, Button, Checkbox, Fieldset, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister, useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import type { ScopeCategory } from '../../web/value.ts'
import { ValueInput } from '../../web/value-input.tsx'
import { useWriting } from '../../web/writing.ts'
import type { Value, Values } from './answers.ts'
import { categoriesAtFirst } from './customer-opening.web.ts'
import type { OpenPerson } from './requests.ts'
import { addressIn, nameIn, Returned, suppressed } from './returned.web.tsx'
import type { Scope } from './scope-answer.ts'
import { SourceChoice, sourcesFor, useSource } from './source-choice.web.tsx'

/** What one knows of somebody when they come; the rest is added on the person's page. */
const columnsAtFirst = new Set(['given_name', 'family_name', 'email', 'phone', 'language'])

const firstColumns = (category: ScopeCategory) =>
  category.fields
    .flatMap(field => field.columns.map(column => ({ column, required: field.required })))
    .filter(({ column }) => columnsAtFirst.has(column.name))

/** One row for each of e-mail and phone, for each is a contact point of its own. */
function rowsOf(category: ScopeCategory, typed: Values): Values[] {
  const given = Object.entries(typed).filter(([, value]) => value !== null)
  if (given.length === 0) return []
  return category.rows === 'many' ? given.map(([name, value]) => ({ [name]: value })) : [Object.fromEntries(given)]
}

export function NewCustomer() {
  const say = useText()
  const scope = useScope()
  if (scope.data) return <NewCustomerForm scope={scope.data} />
  return (
    <Page title={say('ui.new-customer.title')} width="reading">
      <ProblemNotice error={scope.error} retry={() => void scope.refetch()} />
    </Page>
  )
}

function NewCustomerForm({ scope }: { scope: Scope }) {
  const say = useText()
  const router = useRouter()
  const { write } = useRegister()
  const categories = categoriesAtFirst(scope)
  const [typed, setTyped] = useState<Readonly<Record<string, Values>>>({})
  const typedIn = categories.filter(({ id }) => Object.values(typed[id] ?? {}).some(value => value !== null))
  const sources = sourcesFor(scope.sources, typedIn.length > 0 ? typedIn : categories.slice(0, 1))
  const choice = useSource(sources)
  const [reference, setReference] = useState('')
  const [isCustomer, setIsCustomer] = useState(true)
  const opening = useWriting({
    mutationFn: () => {
      const rows = categories.map(category => [category.id, rowsOf(category, typed[category.id] ?? {})] as const)
      const body: OpenPerson = {
        source: choice.source,
        ...(reference.trim() !== '' && { reference: reference.trim() }),
        categories: Object.fromEntries(rows.filter(([, own]) => own.length > 0)),
        statements: isCustomer ? [{ kind: 'contract', givenAt: new Date().toISOString() }] : [],
      }
      return write<{ id: string }>('POST', '/persons', body)
    },
    onSuccess: async ({ id }) => {
      tell(say('ui.new-customer.added'))
      await router.navigate({ to: '/customers/$person', params: { person: id } })
    },
  })
  const problem = opening.error === null ? undefined : problemOf(opening.error)
  const change = (category: string, column: string, value: Value) =>
    setTyped(now => ({ ...now, [category]: { ...now[category], [column]: value } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (choice.isGiven()) opening.mutate()
  }
  if (categories.length === 0)
    return (
      <Page title={say('ui.new-customer.title')} width="reading">
        <NothingYet
          title={say('ui.new-customer.not-here')}
          step={
            <Anchor component={Link} to="/customers">
              {say('ui.person.to-list')}
            </Anchor>
          }
        >
          {say('ui.new-customer.not-here-why')}
        </NothingYet>
      </Page>
    )
  return (
    <Page title={say('ui.new-customer.title')} width="reading">
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          {problem?.key === suppressed ? (
            <Returned
              error={opening.error}
              address={{ ...addressIn(typed['contact-points'] ?? {}), name: nameIn(typed.identity ?? {}) }}
              goOn={() => opening.mutate()}
            />
          ) : (
            <ProblemNotice error={opening.error} />
          )}
          {categories.map((category, at) => (
            <Fieldset key={category.id} legend={category.name}>
              <SimpleGrid cols={{ base: 1, sm: 2 }}>
                {firstColumns(category).map(({ column, required }, place) => (
                  <ValueInput
                    key={column.name}
                    column={column}
                    required={required}
                    autoFocus={at + place === 0}
                    value={typed[category.id]?.[column.name] ?? null}
                    change={value => change(category.id, column.name, value)}
                    error={problem?.errors.find(({ field }) => field.endsWith(column.name))?.message}
                  />
                ))}
              </SimpleGrid>
              {category.withoutIt && (
                <Text size="sm" c="dimmed" mt="xs">
                  {category.withoutIt}
                </Text>
              )}
            </Fieldset>
          ))}
          <Fieldset legend={say('ui.new-customer.origin')}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <SourceChoice {...choice} sources={sources} />
              <TextInput
                label={say('ui.row.reference')}
                description={say('ui.row.reference-why')}
                value={reference}
                onChange={({ currentTarget }) => setReference(currentTarget.value)}
              />
            </SimpleGrid>
            <Checkbox
              mt="md"
              label={say('ui.new-customer.contract')}
              description={say('ui.new-customer.contract-why')}
              checked={isCustomer}
              onChange={({ currentTarget }) => setIsCustomer(currentTarget.checked)}
            />
          </Fieldset>
          <Group>
            <Button type="submit" loading={opening.isPending} disabled={typedIn.length === 0}>
              {say('ui.new-customer.new')}
            </Button>
            <Button component={Link} to="/customers" variant="default">
              {say('ui.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}
