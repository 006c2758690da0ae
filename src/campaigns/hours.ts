/** At which moment a local hour strikes where a recipient lives, as far as the country alone tells it. */

const firm = 'Europe/Helsinki'

declare global {
  namespace Intl {
    // ECMA-402 has it, TypeScript's library not yet.
    interface Locale {
      getTimeZones(): string[] | undefined
    }
  }
}

/** The moment at which clocks of the zone show this hour of this date; the first after it where the hour is left out. */
function momentIn(zone: string, date: string, hour: number): Date {
  const wanted = Date.parse(`${date}T00:00:00Z`) + hour * 3_600_000
  const offset = (at: number): number => {
    const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(
      at,
    )
    return Date.parse(`${parts.replace(' ', 'T')}Z`) - at
  }
  const guess = wanted - offset(wanted)
  return new Date(wanted - offset(guess))
}

/** Every zone of the country strikes the hour at one moment, or it is not known and Finland's counts. */
export function localMoment(country: string | undefined, date: string, hour: number): Date {
  const zones =
    country && /^[A-Z]{2}$/.test(country) ? new Intl.Locale('und', { region: country }).getTimeZones() : undefined
  const moments = new Set((zones ?? []).map(zone => momentIn(zone, date, hour).getTime()))
  const [only] = moments
  return only !== undefined && moments.size === 1 ? new Date(only) : momentIn(firm, date, hour)
}

/** When the first place on Earth has the hour: nobody is written to before. */
export const earliest = (date: string, hour: number): Date => momentIn('Pacific/Kiritimati', date, hour)
