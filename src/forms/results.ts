/** What came of a form is counted and never told of anybody: how far visitors got, in which language, and which permits they gave. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { inWords } from '../register/scope-words.ts'
import { countForms, type FormCounts, type FormRow } from './form.ts'
import type { FormResults } from './form-answers.ts'

export const steps = ['fetched', 'wrong', 'sent'] as const
/** `wrong`: given back with something amiss, as often as it was. */
export type Step = (typeof steps)[number]

export async function noteStep(
  app: Pool,
  form: Id,
  { lang, step, at }: { readonly lang: Lang; readonly step: Step; readonly at: Date },
): Promise<void> {
  await app.query({
    name: 'form-step',
    text: `insert into forms.tally as t (form_id, day, lang, step, times) values ($1, $2, $3, $4, 1)
      on conflict (form_id, day, lang, step) do update set times = t.times + 1`,
    values: [form, dateInHelsinki(at), lang, step],
  })
}

interface Permit {
  readonly purpose: string
  readonly channel: FormResults['permits'][number]['channel']
  readonly lang: Lang
  readonly given: number
  readonly standing: number
}

/** Of the last year; permits of all time. One that the form asks for stands here though nobody has given it. */
export async function resultsOf(
  app: Pool,
  { id, content }: FormRow,
  { notice, lang, now }: { readonly notice: Notice; readonly lang: Lang; readonly now: Date },
): Promise<FormResults> {
  const [tally, permits, counts] = await Promise.all([
    app.query<{ lang: Lang; step: Step; times: number }>(
      'select lang, step, sum(times)::int as times from forms.tally where form_id = $1 group by 1, 2',
      [id],
    ),
    app.query<Permit>('select purpose, channel, lang, given::int, standing::int from forms.permits($1)', [id]),
    countForms(app, [id], now),
  ])
  const langs = [...new Set([...content.languages, ...[...tally.rows, ...permits.rows].map(row => row.lang)])]
  const asked = [...content.permits, ...permits.rows].map(({ purpose, channel }) => ({ purpose, channel }))
  const each = new Map(asked.map(one => [`${one.purpose} ${one.channel}`, one]))
  const nameOf = (purpose: string): string => {
    const declared = notice.purposes.find(one => one.id === purpose)
    return declared ? inWords(declared.name, notice, lang) : purpose
  }
  const byLang = (of: (lang: Lang) => number) => Object.fromEntries(langs.map(one => [one, of(one)]))
  return {
    languages: langs,
    steps: steps.map(step => ({
      step,
      times: byLang(one => tally.rows.find(row => row.step === step && row.lang === one)?.times ?? 0),
    })),
    permits: [...each.values()].map(({ purpose, channel }) => {
      const own = permits.rows.filter(row => row.purpose === purpose && row.channel === channel)
      return {
        purpose,
        name: nameOf(purpose),
        channel,
        given: byLang(one => own.find(row => row.lang === one)?.given ?? 0),
        standing: own.reduce((sum, { standing }) => sum + standing, 0),
      }
    }),
    ...confirmationsOf(counts.get(id)),
  }
}

const confirmationsOf = (counts: FormCounts | undefined) => ({
  confirmed: counts?.confirmed ?? 0,
  unconfirmed: counts?.unconfirmed ?? 0,
  lapsed: counts?.lapsed ?? 0,
})
