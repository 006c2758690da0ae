/** What somebody did with one service on one day is told in one line: how many times each thing. */

interface Used {
  readonly service: string
  readonly action: string
  /** YYYY-MM-DD, as the reader reckons days. */
  readonly day: string
}

interface DayOfUse {
  readonly day: string
  readonly service: string
  /** By action, in the order in which they were first met. */
  readonly did: readonly { readonly action: string; readonly times: number }[]
}

/** The latest day first; of one day, services by their names. */
export function foldUses(uses: readonly Used[]): readonly DayOfUse[] {
  const lines = Map.groupBy(uses, ({ day, service }) => JSON.stringify([day, service]))
  return [...lines.values()]
    .flatMap(own => {
      const [first] = own
      if (!first) return []
      const times = Map.groupBy(own, ({ action }) => action)
      return [
        {
          day: first.day,
          service: first.service,
          did: [...times].map(([action, all]) => ({ action, times: all.length })),
        },
      ]
    })
    .toSorted((a, b) => b.day.localeCompare(a.day) || a.service.localeCompare(b.service))
}
