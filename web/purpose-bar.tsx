/** The purpose in force stands at the top left, always in view; changing it changes what is on the screen, in place. */

import { Popover, UnstyledButton } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useIsFetching } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { inOwnLanguage, type PurposeName } from './account.ts'
import { useText } from './language.ts'
import { useWorkingFor } from './purpose.tsx'
import { purposeTint } from './purpose-tint.ts'
import { useShortcut } from './shortcuts.ts'

export function PurposeBar() {
  const say = useText()
  const { purpose, purposes, change } = useWorkingFor()
  const [open, setOpen] = useState(false)
  const before = useRef<Element>(null)
  const bar = useRef<HTMLButtonElement>(null)
  const opened = () => {
    before.current = document.activeElement
    setOpen(true)
  }
  useShortcut('p', 'ui.keys.purpose', opened, 'everywhere', purposes.length > 0)
  const guard = useFocusGuard()
  if (purpose === undefined) return <p className="purpose-bar purpose-bar-none">{say('ui.purpose.none')}</p>
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width="min(400px, 94vw)" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          ref={bar}
          className="purpose-bar"
          style={purposeTint(purpose.tint)}
          onClick={() => (open ? setOpen(false) : opened())}
        >
          <span className="purpose-bar-label">{say('ui.purpose.working-for')}</span>
          <span className="purpose-bar-name">{inOwnLanguage(purpose.name)}</span>
          <IconChevronDown size={16} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={4} aria-label={say('ui.purpose.choose')}>
        <p className="purpose-question">{say('ui.purpose.choose')}</p>
        <PurposeList
          purposes={purposes}
          chosen={purpose.id}
          choose={id => {
            change(id)
            setOpen(false)
            const back = before.current
            if (back instanceof HTMLElement && back !== document.body) back.focus({ preventScroll: true })
            else bar.current?.focus()
            guard()
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

/** What had the keyboard may not belong to the new purpose: then the screen itself has it, when that has been answered. */
function useFocusGuard(): () => void {
  const asked = useIsFetching({ queryKey: ['register'] })
  const [isOn, turn] = useState(false)
  useEffect(() => {
    if (!isOn || asked > 0) return
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('main')?.focus()
  }, [isOn, asked])
  return () => turn(true)
}

interface PurposeListProps {
  readonly purposes: readonly PurposeName[]
  readonly chosen: string
  readonly choose: (id: string) => void
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** The arrows move among the purposes, Enter chooses: nothing changes before that. */
function moveAmong(event: KeyboardEvent<HTMLUListElement>): void {
  const step = steps[event.key]
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.findIndex(button => button.contains(document.activeElement))
  if (step === undefined || at < 0) return
  event.preventDefault()
  buttons[(at + step + buttons.length) % buttons.length]?.focus()
}

const PurposeList = ({ purposes, chosen, choose }: PurposeListProps) => (
  <ul className="purpose-list" onKeyDown={moveAmong}>
    {purposes.map(({ id, tint, name, explanation }) => (
      <li key={id}>
        <UnstyledButton
          className="purpose-choice"
          style={purposeTint(tint)}
          aria-current={id === chosen}
          data-autofocus={id === chosen || undefined}
          onClick={() => choose(id)}
        >
          <span className="purpose-swatch" aria-hidden />
          <span>
            {inOwnLanguage(name)}
            <span className="purpose-explanation">{inOwnLanguage(explanation)}</span>
          </span>
          {id === chosen && <IconCheck size={17} aria-hidden />}
        </UnstyledButton>
      </li>
    ))}
  </ul>
)
