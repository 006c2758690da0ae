/** How long customers wait for the first answer, week by week and by channel: minutes on the clock, nights and weekends too. */

import { Text } from '@mantine/core'
import { LineChart } from '../../web/chart-lines.tsx'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { channels, type Times } from './inbox-answers.ts'
import { useTimes } from './inbox-asks.web.ts'

export function AnswerTimes() {
  const say = useText()
  const found = useTimes(12)
  return (
    <Page title={say('ui.inbox.times')} width="reading">
      <Text mb="md">{say('ui.inbox.times-why')}</Text>
      <Loaded query={found} height={320}>
        {({ weeks }) =>
          weeks.length === 0 ? (
            <NothingYet title={say('ui.inbox.no-times')}>{say('ui.inbox.no-times-why')}</NothingYet>
          ) : (
            <Charts weeks={weeks} />
          )
        }
      </Loaded>
    </Page>
  )
}

function Charts({ weeks }: { weeks: Times['weeks'] }) {
  const say = useText()
  const all = [...new Set(weeks.map(({ week }) => week))].toSorted()
  const used = channels.filter(channel => weeks.some(one => one.channel === channel))
  const series = (of: 'firstMedian' | 'waitMedian') =>
    used.map(channel => ({
      name: say(`ui.inbox.channel.${channel}`),
      values: all.map(week => {
        const minutes = weeks.find(one => one.week === week && one.channel === channel)?.[of] ?? null
        return minutes === null ? null : Math.round(minutes)
      }),
    }))
  const places = all.map(week => date(week))
  return (
    <>
      <LineChart
        label={say('ui.inbox.first-chart')}
        of={say('ui.inbox.week')}
        places={places}
        unit="count"
        series={series('firstMedian')}
      />
      <LineChart
        label={say('ui.inbox.wait-chart')}
        of={say('ui.inbox.week')}
        places={places}
        unit="count"
        series={series('waitMedian')}
      />
    </>
  )
}
