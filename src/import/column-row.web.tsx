/** One column of the file: its header, values from it, and what becomes of them. */

import { Button, NativeSelect } from '@mantine/core'
import { IconArrowBackUp, IconArrowRight, IconX } from '@tabler/icons-react'
import { memo, useMemo } from 'react'
import { useText } from '../../web/language.ts'
import type { ImportAnswer } from './answers.ts'
import { type Choice, leftOut } from './column-choices.web.ts'

interface ColumnRowProps {
  readonly column: ImportAnswer['columns'][number]
  readonly targets: ImportAnswer['targets']
  readonly chosen: Choice | undefined
  readonly choose: (index: number, target: string) => void
}

/** Targets under their categories, "do not import" first. */
function useTargetOptions(targets: ImportAnswer['targets']) {
  return useMemo(() => {
    const parts = [...new Set(targets.map(({ part }) => part))].filter(part => part !== '')
    const option = ({ id, label }: ImportAnswer['targets'][number]) => ({ value: id, label })
    return [
      ...targets.filter(({ part }) => part === '').map(option),
      ...parts.map(part => ({ group: part, items: targets.filter(target => target.part === part).map(option) })),
    ]
  }, [targets])
}

/** Drawn again only when it changes itself: a file may have a thousand columns. */
export const ColumnRow = memo(function ColumnRow({ column, targets, chosen, choose }: ColumnRowProps) {
  const say = useText()
  const options = useTargetOptions(targets)
  const { header, samples, note, suggested, index } = column
  const wanted = chosen?.target ?? column.target
  const target = targets.find(({ id }) => id === wanted) ?? targets.find(({ id }) => id === leftOut)
  const group = chosen?.group ?? column.group
  const proposed = targets.find(({ id }) => id === column.target && id !== leftOut)
  const isOut = target === undefined || target.id === leftOut
  const name = header === '' ? say('ui.import.no-header', { number: index + 1 }) : header
  const why = chosen === undefined ? note : null
  return (
    <li data-out={isOut || undefined}>
      <div className="import-column-from">
        <span className="import-column-header any-name" title={name}>
          {name}
        </span>
        <span className="import-samples any-name">
          {samples.length > 0 ? (
            samples.map(sample => (
              <bdi key={sample} title={sample}>
                {sample}
              </bdi>
            ))
          ) : (
            <em>{say('ui.import.no-values')}</em>
          )}
        </span>
      </div>
      <IconArrowRight size={17} aria-hidden className="import-arrow" />
      <div className="import-column-to">
        <NativeSelect
          size="sm"
          aria-label={say('ui.import.target-of', { name })}
          aria-describedby={why === null ? undefined : `column-why-${index}`}
          data={options}
          value={target?.id ?? leftOut}
          onChange={({ currentTarget }) => choose(index, currentTarget.value)}
        />
        <span className="quiet import-column-note" id={`column-why-${index}`}>
          {!isOut && target.part !== '' && `${target.part} › ${target.label}${group > 1 ? ` (${group}.)` : ''}`}
          {!isOut && suggested && chosen === undefined && ` · ${say('ui.import.guessed')}`}
          {why}
        </span>
      </div>
      {(!isOut || proposed) && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          className="import-leave-out"
          leftSection={isOut ? <IconArrowBackUp size={15} aria-hidden /> : <IconX size={15} aria-hidden />}
          aria-label={say(isOut ? 'ui.import.take-back-of' : 'ui.import.leave-out-of', { name })}
          onClick={() => choose(index, isOut && proposed ? proposed.id : leftOut)}
        >
          {say(isOut ? 'ui.import.take-back' : 'ui.import.leave-out')}
        </Button>
      )}
    </li>
  )
})
