/** Nothing is recorded without saying where it comes from; the last answer is offered first. */

import { NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useText } from '../../web/language.ts'
import type { ScopeCategory } from '../../web/value.ts'
import type { Source } from './answers.ts'

let last: string | undefined

/** The sources that the notice names for the categories; inferred ones are written by rules, not by hand. */
export const sourcesFor = (sources: readonly Source[], categories: readonly ScopeCategory[]): readonly Source[] =>
  sources.filter(({ id, kind }) => kind !== 'inferred' && categories.every(category => category.from.includes(id)))

/** The chosen source, and the way to choose another. The first time nothing is chosen: a guess would be a false source. */
export function useSource(sources: readonly Source[]) {
  const [chosen, choose] = useState(last)
  const [asked, setAsked] = useState(false)
  const source = sources.find(({ id }) => id === chosen)?.id ?? ''
  return {
    source,
    /** Said at the field once somebody has tried to go on without. */
    missing: asked && source === '',
    isGiven: (): boolean => {
      setAsked(true)
      return source !== ''
    },
    choose: (id: string) => {
      last = id
      choose(id)
    },
  }
}

interface SourceChoiceProps extends ReturnType<typeof useSource> {
  readonly sources: readonly Source[]
  readonly error?: ReactNode
}

export function SourceChoice({ sources, source, choose, missing, error }: SourceChoiceProps) {
  const say = useText()
  return (
    <NativeSelect
      label={say('ui.row.source')}
      description={say('ui.row.source-why')}
      data={[
        { value: '', label: say('ui.filter.choose') },
        ...sources.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      required
      value={source}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
      error={missing ? say('ui.row.source-missing') : error}
    />
  )
}
