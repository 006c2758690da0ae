/** Anybody sees every version of the notice with what it changed in words, without script. */

import { html } from 'hono/html'
import { type Markup, type PublicPage, pageAnswer } from '../http/page.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { changeIn } from '../notice/tell-difference.ts'
import { type TextLang, text } from '../texts/texts.ts'
import { comingNotice } from './coming.ts'
import { type VersionChanged, versionsChanged } from './past-versions.ts'

const path = '/notice/versions'
const aPage = 20
const newest = 2_147_483_647
const langs = { fi: 'Suomeksi', sv: 'På svenska', en: 'In English' } as const

export const versionsPage: PublicPage = {
  path,
  costs: () => true,
  handle: async ({ lang, program }, query) => {
    const asked = Number(query.get('before') ?? newest)
    const before = Number.isInteger(asked) && asked > 0 && asked < newest ? asked : newest
    const { app } = program.database
    const [found, coming] = await Promise.all([versionsChanged(app, lang, before, aPage), comingNotice(app)])
    const shown = found.slice(0, aPage)
    const title = text(lang, 'notice.versions.title')
    const others = (['fi', 'sv', 'en'] as const).filter(one => one !== lang)
    const last = shown.at(-1)
    return pageAnswer({
      lang,
      title,
      body: html`<p>${others.map(
        one => html`<a href="${path}?lang=${one}" lang="${one}" hreflang="${one}">${langs[one]}</a> `,
      )}</p>
<h1>${title}</h1>
<p>${text(lang, 'notice.versions.intro')}</p>
${
  coming === undefined || before !== newest
    ? ''
    : html`<p><a href="/notice/coming?lang=${lang}">${text(lang, 'notice.versions.coming', {
        date: dateIn(lang, coming.effective),
      })}</a></p>`
}
${shown.map(one => versionPart(lang, one))}
${
  found.length > aPage && last !== undefined
    ? html`<p><a href="${path}?lang=${lang}&amp;before=${last.version}">${text(lang, 'notice.versions.earlier')}</a></p>`
    : ''
}`,
    })
  },
}

function versionPart(lang: TextLang, one: VersionChanged): Markup {
  const { version, from, until } = one
  const name = text(lang, 'notice.versions.version', { version })
  const days =
    until === undefined
      ? text(lang, 'notice.versions.in-force', { from: dateIn(lang, from) })
      : text(lang, 'notice.versions.was', { from: dateIn(lang, from), until: dateIn(lang, until) })
  const address = (ending: string): string =>
    until === undefined ? `/notice${ending}?lang=${lang}` : `/notice${ending}?version=${version}&lang=${lang}`
  const links = ([['', text(lang, 'notice.versions.read')], ...forms] as const).map(
    ([ending, label]) => html`<a href="${address(ending)}" aria-label="${name}: ${label}">${label}</a> `,
  )
  return html`<section aria-labelledby="v${version}">
<h2 id="v${version}">${name}</h2>
<p class="quiet">${days}</p>
<p>${links}</p>
${changesPart(lang, one)}
</section>`
}

const forms = [
  ['.pdf', 'PDF'],
  ['.md', 'Markdown'],
  ['.json', 'JSON'],
  ['.jsonld', 'JSON-LD'],
] as const

/** What changes the processing stands in the open; what does not can be opened. */
function changesPart(lang: TextLang, { version, differences }: VersionChanged): Markup {
  if (differences === undefined)
    return html`<p>${text(lang, version === 1 ? 'notice.versions.first' : 'notice.versions.unreadable')}</p>`
  const weighty = differences.filter(({ weight }) => weight !== 'editorial')
  // Its day stands above.
  const editorial = differences.filter(({ weight, rule }) => weight === 'editorial' && rule !== 'dates')
  const list = (items: readonly string[]): Markup => html`<ul>${items.map(item => html`<li>${item}</li>`)}</ul>`
  return html`<h3>${text(lang, 'notice.versions.changed')}</h3>
${weighty.length === 0 ? html`<p>${text(lang, 'notice.versions.same')}</p>` : list(weighty.map(one => changeIn(lang, one)))}
${
  editorial.length === 0
    ? ''
    : html`<details><summary>${text(lang, 'notice.versions.wording', { count: editorial.length })}</summary>
${list(editorial.map(({ what }) => what))}</details>`
}`
}
