/** What to do this week so that the notice is true: broken promises first, what cannot be known next, and the kept ones as a list to look at. */

import { Alert, Badge, Button, Skeleton, Stack, Switch, Text, Textarea, Title } from '@mantine/core'
import { IconCheck, IconRefresh } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useAccount } from '../../web/account.ts'
import { count, date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { PromiseAnswer, PromiseList } from './promise-answers.ts'
import { usePromises, useShown, useWebsites } from './promise-asks.web.ts'
import './promises.css'

export function Promises() {
  const say = useText()
  const { administrator } = useAccount()
  const { list, run, isRunning } = usePromises()
  return (
    <Page
      title={say('ui.promises.title')}
      acts={
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconRefresh size={17} aria-hidden />}
          loading={isRunning}
          onClick={() => run.mutate()}
        >
          {say('ui.promises.run')}
        </Button>
      }
    >
      <ProblemNotice error={list.error} retry={() => void list.refetch()} />
      <ProblemNotice error={run.error} />
      {list.isPending && <Skeleton height={320} aria-hidden />}
      {list.data && <Found list={list.data} />}
      {list.data && administrator && <Websites key={list.data.websites.chosen?.at} websites={list.data.websites} />}
    </Page>
  )
}

function Found({ list: { counts, checkedAt, promises } }: { list: PromiseList }) {
  const say = useText()
  const of = (state: PromiseAnswer['state']) => promises.filter(one => one.state === state)
  return (
    <Stack gap="xl">
      <Text role="status" c="dimmed" maw={720}>
        {say('ui.promises.counts', {
          holds: count(counts.holds),
          broken: count(counts.broken),
          unknown: count(counts.unknown),
        })}{' '}
        {checkedAt ? say('ui.promises.checked', { at: moment(checkedAt) }) : say('ui.promises.never')}
      </Text>
      {counts.broken === 0 && counts.holds > 0 && (
        <Alert color="pine" icon={<IconCheck aria-hidden />} title={say('ui.promises.nothing-to-do')} maw={720} />
      )}
      <Group title={say('ui.promises.this-week')} promises={of('broken')} />
      <Group title={say('ui.promises.cannot-be-known')} promises={of('unknown')} />
      <Group title={say('ui.promises.kept')} promises={of('holds')} />
    </Stack>
  )
}

function Group({ title, promises }: { title: string; promises: readonly PromiseAnswer[] }) {
  if (promises.length === 0) return null
  return (
    <section>
      <Title order={2} mb="xs">
        {title}
      </Title>
      <ol className="promises">
        {promises.map(promise => (
          <li key={promise.id} data-state={promise.state}>
            <OnePromise promise={promise} />
          </li>
        ))}
      </ol>
    </section>
  )
}

/** A kept promise is one line that opens; any other says at once what is the matter and what to do. */
function OnePromise({ promise }: { promise: PromiseAnswer }) {
  const say = useText()
  const { state, title, told, statements } = promise
  if (state === 'holds')
    return (
      <details>
        <summary>
          <span className="promise-title">{title}</span> <span className="quiet">{told}</span>
        </summary>
        <Grounds promise={promise} />
      </details>
    )
  return (
    <>
      <Trouble promise={promise} />
      <details>
        <summary>{say('ui.promises.says', { count: statements.length })}</summary>
        <Grounds promise={promise} />
      </details>
    </>
  )
}

function Trouble({
  promise: { state, severity, title, told, brokenSince, lastTrue, mend },
}: {
  promise: PromiseAnswer
}) {
  const say = useText()
  return (
    <>
      <div className="promise-head">
        <h3 className="promise-title">{title}</h3>
        {state === 'broken' && (
          <Badge variant="light" color={severity === 'slight' ? 'amber' : 'brick'} tt="none">
            {say(`ui.promises.severity.${severity}`)}
          </Badge>
        )}
      </div>
      <p>{told}</p>
      <p>
        {mend.words}{' '}
        {mend.path && (
          <Link to={mend.path} className="promise-mend">
            {say('ui.promises.go-mend')}
          </Link>
        )}
      </p>
      <p className="quiet">
        {brokenSince && `${say('ui.promises.broken-since', { date: date(brokenSince) })} `}
        {lastTrue ? say('ui.promises.last-true', { at: moment(lastTrue) }) : say('ui.promises.never-true')}
      </p>
    </>
  )
}

/** What the notice says, where the fault lies, and whether everybody sees it. */
function Grounds({ promise }: { promise: PromiseAnswer }) {
  const say = useText()
  const { administrator } = useAccount()
  const { state, since, statements, found } = promise
  return (
    <>
      {state === 'holds' && since && <p className="quiet">{say('ui.promises.holds-since', { date: date(since) })}</p>}
      {statements.map(({ path, heading, words }) => (
        <blockquote key={path}>
          {words} <cite>{heading}</cite>
        </blockquote>
      ))}
      {found.length > 0 && (
        <>
          <p className="quiet">{say('ui.promises.found')}</p>
          <ul>
            {found.map(one => (
              <li key={one}>
                <code>{one}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      {administrator && <ShownToAll promise={promise} />}
    </>
  )
}

/** The controller's choice: a quiet mark beside the sentence on the public notice. */
function ShownToAll({ promise: { id, title, public: chosen } }: { promise: PromiseAnswer }) {
  const say = useText()
  const showing = useShown()
  return (
    <>
      <ProblemNotice error={showing.error} />
      <Switch
        mt="xs"
        label={say('ui.promises.show')}
        aria-label={`${say('ui.promises.show')}: ${title}`}
        description={
          chosen
            ? say('ui.promises.chosen', { who: chosen.by.name ?? say('ui.who.system'), at: moment(chosen.at) })
            : say('ui.promises.show-why')
        }
        checked={(showing.isPending ? showing.variables : chosen)?.shown ?? false}
        disabled={showing.isPending}
        onChange={({ currentTarget }) => showing.mutate({ id, shown: currentTarget.checked })}
      />
    </>
  )
}

/** Pages of the controller's own whose cookies are looked at beside those of the register itself. */
function Websites({ websites: { addresses } }: { websites: PromiseList['websites'] }) {
  const say = useText()
  const saving = useWebsites()
  const [typed, setTyped] = useState(addresses.join('\n'))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const lines = typed.split('\n').map(line => line.trim())
    saving.mutate(
      lines.filter(line => line !== ''),
      { onSuccess: () => tell(say('ui.promises.websites-saved')) },
    )
  }
  return (
    <section aria-labelledby="websites">
      <Title order={2} id="websites" mt="xl" mb="xs">
        {say('ui.promises.websites')}
      </Title>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm" maw={560}>
          <ProblemNotice error={saving.error} />
          <Textarea
            aria-labelledby="websites"
            description={say('ui.promises.websites-why')}
            autosize
            minRows={2}
            placeholder="https://example.fi"
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <div>
            <Button type="submit" variant="default" loading={saving.isPending}>
              {say('ui.promises.save')}
            </Button>
          </div>
        </Stack>
      </form>
    </section>
  )
}
