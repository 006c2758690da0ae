/** A form as staff see it: what it is, how much came by it, and what the notice in force lets its purpose ask. */

import type { PurposeAsk } from '../http/ask.ts'
import type { Mail } from '../mail/transport.ts'
import type { Lang } from '../notice/notice.ts'
import { yesWording } from '../permissions/wording.ts'
import { nameActors } from '../register/actors.ts'
import { type PurposeScope, scopeFor } from '../register/scope.ts'
import { describeScope, describeSource, inWords } from '../register/scope-words.ts'
import { textIfAny } from '../texts/texts.ts'
import { checkContent, type FormFinding } from './check-content.ts'
import type { FormContent } from './content.ts'
import { whereItBelongs } from './declaration.ts'
import { snippetOf } from './embed.ts'
import { countForms, type FormCounts, type FormRow, findForm, isOpen, listForms, listVersions } from './form.ts'
import type { FormDetails, FormList, FormOffer, FormPreview, FormSummary } from './form-answers.ts'
import { formMarkup, pathOf } from './form-page.ts'
import { embeddedStyle } from './form-style.ts'
import { isOfFiles, offerOf, permitsOf, placesOf } from './offer.ts'
import { withdrawPath } from './withdraw-page.ts'

type Asking = PurposeAsk

function summaryOf(ask: Asking, { notice }: PurposeScope, form: FormRow, counts: FormCounts | undefined): FormSummary {
  const { id, name, address, source, openedAt, closesAt, version, changedAt, content } = form
  return {
    id,
    name,
    link: `${ask.program.url}${pathOf(address)}`,
    source,
    sourceName: describeSource(source, notice, ask.lang).name,
    isOpen: isOpen(form, ask.clock.now()),
    openedAt: openedAt?.toISOString() ?? null,
    closesAt: closesAt?.toISOString() ?? null,
    version,
    changedAt: changedAt.toISOString(),
    languages: [...content.languages],
    counts: {
      ...(counts ?? { written: 0, refused: 0, accepted: 0, unconfirmed: 0, confirmed: 0, lapsed: 0, turnedAway: 0 }),
      lastAt: counts?.lastAt?.toISOString() ?? null,
    },
  }
}

/** The forms of the asker's purpose. */
export async function showForms(ask: Asking): Promise<FormList> {
  const scope = await scopeFor(ask)
  const { app } = ask.program.database
  const forms = await listForms(app, ask.purpose)
  const counts = await countForms(
    app,
    forms.map(({ id }) => id),
    ask.clock.now(),
  )
  const { notice, purpose } = scope
  return {
    withdrawal: (await whereItBelongs(ask.program)) ? `${ask.program.url}${withdrawPath}` : null,
    forms: forms.map(form => summaryOf(ask, scope, form, counts.get(form.id))),
    sources: purpose.seesAll
      ? []
      : notice.sources
          .filter(({ id, kind }) => kind === 'person' && placesOf(scope, id).some(isReach))
          .map(({ id, name }) => ({ id, name: inWords(name, notice, ask.lang) })),
  }
}

const isReach = ({ scoped, column }: ReturnType<typeof placesOf>[number]): boolean =>
  scoped.category.id === 'contact-points' && (column.name === 'email' || column.name === 'phone')

export async function showForm(ask: Asking, mail: Pick<Mail, 'configured'>, id: string): Promise<FormDetails> {
  const { app } = ask.program.database
  const [scope, form, versions] = await Promise.all([
    scopeFor(ask),
    findForm(app, ask.purpose, id),
    listVersions(app, id),
  ])
  const counts = await countForms(app, [id], ask.clock.now())
  const name = await nameActors(
    ask,
    versions.map(({ madeBy }) => madeBy),
  )
  return {
    ...summaryOf(ask, scope, form, counts.get(id)),
    content: form.content,
    findings: inLang(checkContent(form.content, scope, form.source), ask.lang),
    versions: versions.map(({ version, madeAt, madeBy }) => ({
      version,
      madeAt: madeAt.toISOString(),
      by: name(madeBy),
    })),
    snippet: snippetOf(
      ask.program.url,
      form.address,
      form.content.title[form.content.languages[0] ?? 'fi'] ?? form.name,
    ),
    mailReady: mail.configured,
  }
}

const inLang = (findings: readonly FormFinding[], lang: Lang) =>
  findings.map(({ field, key, args }) => ({ field, text: textIfAny(lang, `errors.forms.${key}`, args) ?? key }))

/** What a form of this purpose and source may ask. */
export async function showOffer(ask: Asking, source: string): Promise<FormOffer> {
  const scope = await scopeFor(ask)
  const { notice } = scope
  const described = describeScope(scope, ask.lang).categories
  return {
    languages: [...notice.languages],
    places: placesOf(scope, source).map(({ scoped: { category }, field, column }) => {
      const own = described.find(({ id }) => id === category.id)
      const about = own?.fields.flatMap(({ columns }) => columns).find(({ name }) => name === column.name)
      return {
        category: category.id,
        categoryName: own?.name ?? category.id,
        column: column.name,
        label: about?.label ?? column.name,
        type: column.type,
        isOfFiles: isOfFiles({ column }),
        isLanguage: column.format === 'language',
        isProse: column.type === 'text' && column.format === undefined && column.codes === undefined,
        codes: about?.codes ? [...about.codes] : null,
        required: field.required,
        basis: own?.uses.find(({ purpose }) => purpose === ask.purpose)?.text ?? '',
      }
    }),
    permits: permitsOf(notice).map(({ purpose, channel }) => ({
      purpose: purpose.id,
      name: inWords(purpose.name, notice, ask.lang),
      channel,
      wording: Object.fromEntries(notice.languages.map(lang => [lang, yesWording(notice, lang, { purpose, channel })])),
    })),
  }
}

/** The page as it would be, and what stands in the way of saving it. */
export async function previewForm(
  ask: Asking,
  { source, content, lang }: { readonly source: string; readonly content: FormContent; readonly lang: Lang },
): Promise<FormPreview> {
  const scope = await scopeFor(ask)
  const offer = offerOf(content, scope, source)
  return {
    findings: inLang(checkContent(content, scope, source), ask.lang),
    title: content.title[lang] ?? '',
    markup: String(await formMarkup({ offer, lang, address: '', stamp: '' })),
    css: embeddedStyle,
  }
}
