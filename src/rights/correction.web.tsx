/** A value is corrected where the request asks for it: the value that is held, the one that is right, and nothing else to fill in. */

import { NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { useAnswer, useScope } from '../../web/purpose.tsx'
import { valueText } from '../../web/value.ts'
import { ValueInput } from '../../web/value-input.tsx'
import type { Card, Value } from '../register/answers.ts'
import { addressIn, Returned, suppressed } from '../register/returned.web.tsx'
import { ActForm, useAct } from './act-form.web.tsx'
import type { RequestAnswer } from './request-answers.ts'

export function Correction({ request, person }: { request: RequestAnswer; person: string }) {
  const say = useText()
  const scope = useScope()
  const card = useAnswer<Card>(`/persons/${person}`)
  const sending = useAct(request, 'corrected', 'corrections')
  const [at, setAt] = useState('')
  const [typed, setTyped] = useState<Value | undefined>(undefined)
  const places = (card.data?.categories ?? []).flatMap(({ id, rows }) => {
    const category = scope.data?.categories.find(one => one.id === id)
    if (!category?.mayWrite) return []
    return rows.flatMap(row =>
      category.fields
        .flatMap(({ columns }) => columns)
        .filter(({ name }) => (row.values[name] ?? null) !== null)
        .map(column => ({
          key: `${id} ${row.id} ${column.name}`,
          label: `${category.name}: ${column.label}: ${valueText(column, row.values[column.name] ?? null, say)}`,
          category: id,
          row,
          column,
        })),
    )
  })
  const place = places.find(({ key }) => key === at)
  const value = typed ?? place?.row.values[place.column.name] ?? null
  const isSuppressed = sending.error !== null && problemOf(sending.error).key === suppressed
  const submit = () => {
    if (!place?.row.expected) return
    sending.mutate({
      category: place.category,
      row: { id: place.row.id, expected: place.row.expected },
      values: { [place.column.name]: value },
    })
  }
  return (
    <ActForm
      act="corrected"
      error={isSuppressed ? card.error : (sending.error ?? card.error)}
      sending={sending.isPending}
      submit={submit}
    >
      <NativeSelect
        label={say('ui.requests.act.corrected.value')}
        data={[
          { value: '', label: say('ui.requests.act.corrected.choose') },
          ...places.map(({ key, label }) => ({ value: key, label })),
        ]}
        value={at}
        onChange={({ currentTarget }) => {
          setAt(currentTarget.value)
          setTyped(undefined)
        }}
      />
      {place && (
        <ValueInput
          key={place.key}
          column={place.column}
          label={say('ui.requests.act.corrected.right')}
          value={value}
          change={setTyped}
        />
      )}
      {isSuppressed && place && (
        <Returned
          error={sending.error}
          address={{ ...addressIn({ [place.column.name]: value }), person }}
          goOn={submit}
        />
      )}
    </ActForm>
  )
}

export function Supplement({ request }: { request: RequestAnswer }) {
  const say = useText()
  const scope = useScope()
  const sending = useAct(request, 'supplemented', 'supplements')
  const categories = scope.data?.categories ?? []
  const [category, setCategory] = useState('')
  const [words, setWords] = useState('')
  return (
    <ActForm
      act="supplemented"
      error={sending.error}
      sending={sending.isPending}
      submit={() => sending.mutate({ category: category || categories[0]?.id, words })}
    >
      <NativeSelect
        label={say('ui.requests.act.supplemented.category')}
        data={categories.map(({ id, name }) => ({ value: id, label: name }))}
        value={category || (categories[0]?.id ?? '')}
        onChange={({ currentTarget }) => setCategory(currentTarget.value)}
      />
      <Textarea
        label={say('ui.requests.act.supplemented.words')}
        required
        autosize
        minRows={3}
        maxLength={4000}
        value={words}
        onChange={({ currentTarget }) => setWords(currentTarget.value)}
      />
    </ActForm>
  )
}
