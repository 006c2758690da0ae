/** The customer beside their conversation: who they are, how they are reached, what they have open with us. */

import { Anchor, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { useAnswer, useScope } from '../../web/purpose.tsx'
import { PersonCases } from '../cases/person-cases.web.tsx'
import type { Card } from '../register/answers.ts'
import { PersonServiceUse } from '../service-use/person-service-use.web.tsx'
import { PersonTasks } from '../tasks/person-tasks.web.tsx'
import type { Conversation } from './inbox-answers.ts'

export function Beside({ shown: { person } }: { shown: Conversation }) {
  const say = useText()
  return (
    <aside aria-label={say('ui.inbox.customer')}>
      {person === null ? <Text c="dimmed">{say('ui.inbox.nobody-known')}</Text> : <Known id={person.id} />}
    </aside>
  )
}

function Known({ id }: { id: string }) {
  const say = useText()
  const card = useAnswer<Card>(`/persons/${id}`)
  const scope = useScope().data
  return (
    <Loaded query={card} height={160}>
      {found => (
        <>
          <Title order={2} className="any-name">
            <Anchor renderRoot={props => <Link {...props} to="/customers/$person" params={{ person: id }} />}>
              {found.name ?? say('ui.person.nameless')}
            </Anchor>
          </Title>
          {factsOf(found).map(fact => (
            <Text key={fact} size="sm" className="any-name">
              {fact}
            </Text>
          ))}
          {scope && (
            <>
              <Orders card={found} />
              <PersonServiceUse card={found} scope={scope} />
              <PersonCases card={found} scope={scope} />
              <PersonTasks card={found} scope={scope} />
            </>
          )}
        </>
      )}
    </Loaded>
  )
}

const rowsOf = (card: Card, category: string) => card.categories.find(({ id }) => id === category)?.rows ?? []

const factsOf = (card: Card): readonly string[] => [
  ...new Set(
    [
      ...rowsOf(card, 'contact-points').flatMap(({ values: { email, phone, city } }) => [email, phone, city]),
      ...rowsOf(card, 'work').flatMap(({ values: { organisation } }) => [organisation]),
    ].filter((value): value is string => typeof value === 'string' && value !== ''),
  ),
]

/** What they ordered last, as far as the purpose sees it. */
function Orders({ card }: { card: Card }) {
  const say = useText()
  const orders = rowsOf(card, 'orders').slice(-5).reverse()
  if (orders.length === 0) return null
  return (
    <section className="panel" aria-labelledby="beside-orders">
      <Title order={2} id="beside-orders">
        {say('ui.inbox.orders')}
      </Title>
      <ul className="inbox-plain">
        {orders.map(({ id, values }) => (
          <li key={id} className="any-name">
            {[values.order_number, values.product].filter(value => typeof value === 'string').join(', ')}
          </li>
        ))}
      </ul>
    </section>
  )
}
