/** A raffle is announced with its prize, who may take part, its rules and its times. */

import { Group, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { tell } from '../../web/tell.ts'
import { AnnounceForm, instant } from '../participation/announce-form.web.tsx'
import { OtherPurpose, useOtherPurpose } from '../participation/other-purpose.web.tsx'
import { useMaking, useRaffles } from './raffle-asks.web.ts'

export function NewRaffle() {
  const say = useText()
  return useOtherPurpose() ? <OtherPurpose title={say('ui.raffles.new')} /> : <Announcing />
}

function Announcing() {
  const say = useText()
  const router = useRouter()
  const found = useRaffles()
  const making = useMaking()
  const announced = async ({ id }: { readonly id: string }) => {
    tell(say('ui.raffles.announced'))
    await router.navigate({ to: '/raffles/$raffle', params: { raffle: id } })
  }
  return (
    <Page title={say('ui.raffles.new')} width="reading">
      <Loaded query={{ ...found, data: found.data?.pages[0] }} height={400}>
        {choices => (
          <AnnounceForm
            what="raffles"
            choices={choices}
            kinds={(['raffle', 'contest'] as const).map(value => ({ value, label: say(`ui.raffles.kind.${value}`) }))}
            own={{ opens: '', closes: '', winners: '1' }}
            parts={{
              title: { label: say('ui.raffles.words.title'), longest: 120 },
              prize: { label: say('ui.raffles.words.prize'), longest: 500 },
              who: { label: say('ui.raffles.words.who'), longest: 500 },
              rules: { label: say('ui.raffles.words.rules'), longest: 8000, lines: 4 },
            }}
            announcing={making}
            announce={({ kind, ...common }, { opens, closes, winners }) =>
              making.mutate(
                {
                  ...common,
                  kind: kind === 'contest' ? 'contest' : 'raffle',
                  opens: instant(opens),
                  closes: instant(closes),
                  winners: Number(winners),
                },
                { onSuccess: announced },
              )
            }
          >
            {field => (
              <>
                <Group grow preventGrowOverflow={false}>
                  <TextInput type="datetime-local" required label={say('ui.raffles.opens')} {...field('opens')} />
                  <TextInput type="datetime-local" required label={say('ui.raffles.closes')} {...field('closes')} />
                </Group>
                <TextInput
                  label={say('ui.raffles.winners-count')}
                  required
                  inputMode="numeric"
                  maw={160}
                  {...field('winners')}
                />
              </>
            )}
          </AnnounceForm>
        )}
      </Loaded>
    </Page>
  )
}
