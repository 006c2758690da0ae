/** A register with something on every screen: customers, organisations, staff, keys, and an import at each of its steps. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { expect, vi } from 'vitest'
import { fillAgreements } from './agreement-screens.ts'
import { fillAttribution } from './attribution-screens.ts'
import { addCustomer, ask, type Desk, invite, password, setUp, tokenOf, uploadFile } from './browser.ts'
import { arrivalsOf } from './browser-arrivals.ts'
import { casesOf } from './browser-case-content.ts'
import { fillLetters } from './browser-letters.ts'
import { fillSegments } from './browser-segments.ts'
import { fillTasks } from './browser-tasks.ts'
import { fillCampaigns } from './campaign-screens.ts'
import { formsOf, type OpenForm } from './form-screens.ts'
import { fillReports } from './report-screens.ts'
import { fillSales, type Sold } from './sales-screens.ts'
import { textRows, workbookParts, zipOf } from './workbook.ts'

const careOf = 'customer-care'
const examples = join(import.meta.dirname, '..', 'examples', 'imports')

export interface Content {
  readonly person: string
  readonly organisation: string
  /** An invitation that nobody has accepted. */
  readonly invitation: string
  /** A draft of the notice with a change that must be told of, and the same one decided. */
  readonly draft: string
  readonly publication: string
  /** A contract with a processor that the notice does not name, with one of its letters missing. */
  readonly contract: string
  readonly imports: Readonly<Record<'uploaded' | 'mapping' | 'workbook' | 'previewed' | 'done' | 'undone', string>>
  /** One whose clock runs, and one whose clock has run out. */
  readonly breaches: Readonly<Record<'running' | 'overdue', string>>
  /** Of a shop, newest first: one that was written and one that was refused. */
  readonly arrivals: readonly string[]
  readonly forms: OpenForm
  /** With steps of every kind. */
  readonly case: string
  readonly segment: string
  readonly campaign: string
  readonly report: string
  readonly sold: Sold
  readonly letters: readonly [string, string]
  /** The path of the person's page of permits. */
  readonly preferences: string
}

/** Fills the register as an administrator who has just set it up would; the context is signed in afterwards. */
export async function fill(context: BrowserContext, desk: Desk): Promise<Content> {
  await setUp(context, desk)
  const imports = await importAtEachStep(context, desk)
  for (const name of [
    ['Eeva-Liisa', 'Österlund'],
    ['Maximilian-Alexander', 'Pihlajamäki-Kuusikangas'],
    ['Örjan', 'Åström'],
  ] as const)
    await addCustomer(context, desk, name, `${name[0].toLowerCase()}@esimerkkiyhdistys.example.org`)
  const organisation = await addOrganisation(context, desk)
  const work = { organisation: 'Uudenmaan Puutarha- ja Viherrakentajat Oy', organisation_link: organisation }
  const person = await addCustomer(context, desk, ['Onni', 'Nieminen'], 'onni.nieminen@example.org', {
    work: [{ ...work, title: 'toiminnanjohtaja' }],
  })
  const helmi = await addCustomer(context, desk, ['Helmi', 'Korhonen'], 'helmi.korhonen@example.org', { work: [work] })
  for (const given of ['Helmi', 'Helmi Maria'])
    await addCustomer(context, desk, [given, 'Korhonen-Österlund'], 'helmi82@example.org', { work: [work] })
  await staffOf(context, desk)
  const { link } = await invite(context, desk, 'Kerttu Koskinen', ['customer-service'])
  for (const name of ['Verkkokauppa', 'Uutiskirje'])
    await ask(context, desk, 'POST', '/keys', { name, purpose: careOf, expiresAt: '2031-01-01T00:00:00+02:00' })
  await loginsOf(context, desk)
  await backUp(context, desk)
  await fillTasks(context, desk, person)
  await fillAgreements(context, desk, person)
  const sold = await fillSales(context, desk, [person, helmi])
  const segment = await fillSegments(context, desk)
  await fillAttribution(context, desk)
  return {
    person,
    organisation,
    invitation: tokenOf(link),
    imports,
    ...(await publishing(context, desk)),
    contract: await accountable(context, desk),
    breaches: await breachesOf(context, desk),
    arrivals: await arrivalsOf(context, desk),
    forms: await formsOf(context, desk),
    case: await casesOf(context, desk, person),
    segment,
    campaign: await fillCampaigns(context, desk, segment),
    report: await fillReports(context, desk),
    sold,
    letters: await fillLetters(context, desk),
    preferences: await preferencesOf(context, desk, person),
  }
}

/** Of somebody who has permitted one thing and forbidden another. */
async function preferencesOf(context: BrowserContext, desk: Desk, person: string): Promise<string> {
  const say = (statement: object) =>
    ask(
      context,
      desk,
      'POST',
      `/persons/${person}/statements`,
      { givenAt: '2026-02-01T10:00:00Z', source: 'forms', ...statement },
      careOf,
    )
  const wording = 'Kyllä, haluan uutiskirjeen.'
  await say({ kind: 'consent', purpose: 'marketing', channel: 'email', wording, place: '/forms/uutiskirje' })
  await say({ kind: 'objection', purpose: 'sales', channel: 'phone' })
  const path = `/persons/${person}/preference-links`
  const { link } = await ask<{ link: string }>(context, desk, 'POST', path, { by: 'copy' }, careOf)
  return new URL(link).pathname
}

/** A backup that the server has taken. */
async function backUp(context: BrowserContext, desk: Desk): Promise<void> {
  await ask(context, desk, 'POST', '/backups')
  const states = async () =>
    (await ask<{ backups: { state: string }[] }>(context, desk, 'GET', '/backups')).backups.map(({ state }) => state)
  await vi.waitFor(async () => expect(await states()).toEqual(['done']), 60_000)
}

/** A contract that was changed once, and a balancing test that is being written. */
async function accountable(context: BrowserContext, desk: Desk): Promise<string> {
  const terms = {
    processor: 'Esimerkki Puhelinpalvelu Oy',
    service: 'asiakaspalvelu puhelimessa',
    parties: 'Ixir-verkkokurssit Oy ja Esimerkki Puhelinpalvelu Oy',
    reference: 'sopimukset/puhelinpalvelu-2026.pdf',
    signed: '2026-02-01',
    until: null,
    ended: null,
    clauses: ['scope', 'a', 'b', 'c', 'd', 'e', 'f', 'g'],
    subProcessors: [{ name: 'Example Telephony Inc', service: 'puhelut', country: 'US', mechanism: null }],
    country: 'FI',
    mechanism: null,
    mechanismReference: '',
    review: '2031-02-01',
  }
  const root = '/accountability'
  const body = { terms, why: 'Sopimus kirjattiin.' }
  const { id } = await ask<{ id: string }>(context, desk, 'POST', `${root}/contracts`, body)
  const changed = { terms: { ...terms, review: '2030-02-01' }, why: 'Tarkistus aiemmin.', expected: 1 }
  await ask(context, desk, 'PUT', `${root}/contracts/${id}`, changed)
  const answers = { interest: 'Ymmärtää asiakkaiden tarpeita.' }
  const test = { answers, decision: null, why: 'Aloitettu.', expected: 0, version: 1 }
  await ask(context, desk, 'PUT', `${root}/balancing-tests/know-customers`, test)
  return id
}

/** The register has no mail server: everybody waits. */
async function publishing(context: BrowserContext, desk: Desk) {
  const { source } = await ask<{ source: string }>(context, desk, 'GET', '/notice')
  const text = source.replace('Esimerkki Maksut Oy', 'Toinen Maksutapa Oy')
  const from = { kind: 'text', text }
  const { id: draft } = await ask<{ id: string }>(context, desk, 'POST', '/drafts', { name: 'Uusi maksutapa', from })
  const chosen = { draft, revision: 1 }
  const plan = await ask<{ earliest: string; concerned: { total: number } }>(
    context,
    desk,
    'POST',
    '/notice/publications/plan',
    chosen,
  )
  const body = { ...chosen, effective: plan.earliest, persons: plan.concerned.total }
  const { id: publication } = await ask<{ id: string }>(context, desk, 'POST', '/notice/publications', body)
  return { draft, publication }
}

async function breachesOf(context: BrowserContext, desk: Desk): Promise<Content['breaches']> {
  const facts = {
    happenedFrom: null,
    happenedUntil: null,
    foundBy: 'Vastaanottaja soitti asiakaspalveluun',
    nature: ['confidentiality'],
    what: 'Uutiskirje lähti niin, että vastaanottajien sähköpostiosoitteet näkyivät kaikille vastaanottajille.',
    cause: 'Osoitteet oli kirjoitettu väärään kenttään',
    groups: 'Uutiskirjeen tilaajat',
    persons: 340,
    categories: ['contact-points'],
    otherData: '',
    records: null,
    logs: 'Sähköpostipalvelimen loki',
  }
  const open = async (name: string, hoursAgo: number) => {
    const awareAt = new Date(Date.now() - hoursAgo * 3_600_000).toISOString()
    const body = { facts: { ...facts, name, awareAt } }
    return (await ask<{ id: string }>(context, desk, 'POST', '/breaches', body)).id
  }
  const overdue = await open('Kadonnut muistitikku', 90)
  const running = await open('Uutiskirje, jossa osoitteet näkyivät', 30)
  const assessed = {
    risk: 'risk',
    reasons: 'Osoitteita voi käyttää roskapostiin ja kalasteluun.',
    consequences: 'Roskaposti voi lisääntyä.',
    measures: 'Vastaanottajia pyydettiin poistamaan viesti.',
  }
  const body = { entry: { kind: 'assessed', content: assessed }, expected: 1 }
  await ask(context, desk, 'POST', `/breaches/${running}/entries`, body)
  return { running, overdue }
}

async function addOrganisation(context: BrowserContext, desk: Desk): Promise<string> {
  const organisations = [
    { name: 'Ixir-verkkokurssit Oy', businessId: '3183213-3', website: 'https://ixir.fi' },
    { name: 'Uudenmaan Puutarha- ja Viherrakentajat Oy', website: 'https://puutarha.example.org' },
  ]
  let last = ''
  for (const body of organisations) {
    const made = await ask<{ id: string }>(
      context,
      desk,
      'POST',
      '/organisations',
      { ...body, source: 'fairs' },
      careOf,
    )
    last = made.id
  }
  return last
}

/** One member of staff who has come in, and one who is locked. */
async function staffOf(context: BrowserContext, desk: Desk): Promise<void> {
  for (const name of ['Ville Vahti', 'Lauri Lukittu']) {
    const { link } = await invite(context, desk, name, ['customer-service', 'sales'])
    const newcomer = await desk.newcomer()
    await ask(newcomer, desk, 'POST', '/invitation/accept', { token: tokenOf(link), password })
    await newcomer.close()
  }
  const { staff } = await ask<{ staff: readonly { id: string; name: string }[] }>(context, desk, 'GET', '/staff')
  const locked = staff.find(({ name }) => name === 'Lauri Lukittu')
  await ask(context, desk, 'POST', `/staff/${locked?.id}/lock`)
}

/** A login in force, and one that has been ended. */
async function loginsOf(context: BrowserContext, desk: Desk): Promise<void> {
  const expiresAt = new Date(Date.now() + 30 * 86_400_000).toISOString()
  const make = (name: string) =>
    ask<{ id: string }>(context, desk, 'POST', '/logins', { name, purpose: careOf, expiresAt })
  await make('Power BI, myynnin raportti')
  const { id } = await make('Kirjanpitäjän psql')
  await ask(context, desk, 'DELETE', `/logins/${id}`)
}

interface ImportNow {
  readonly state: string
  readonly counts: Readonly<Record<string, number>> | null
}

async function importAtEachStep(context: BrowserContext, desk: Desk): Promise<Content['imports']> {
  const origin = { source: 'shop', basis: 'contract', obtained: '2026-10-01' }
  const upload = (name: string, data: Buffer = readFileSync(join(examples, name))) =>
    uploadFile(context, desk, name, data)
  const step = <Answer>(method: 'PUT' | 'POST' | 'GET', id: string, name: string, body?: unknown) =>
    ask<Answer>(context, desk, method, `/imports/${id}${name}`, body, careOf)
  /** Starts long work and comes back when the register has done it. */
  const work = async (id: string, name: string, end: string, body?: unknown): Promise<ImportNow> => {
    await step('POST', id, `/${name}`, body)
    return vi.waitFor(
      async () => {
        const now = await step<ImportNow>('GET', id, '')
        if (now.state !== end) throw new Error(`${now.state}, not yet ${end}`)
        return now
      },
      { timeout: 60_000, interval: 200 }, // asked without a pause, the register would refuse to answer so often
    )
  }
  const mapped = async (name: string, data?: Buffer) => {
    const id = await upload(name, data)
    await step('PUT', id, '/origin', origin)
    return id
  }
  const imported = async (name: string) => {
    const id = await mapped(name)
    const { counts } = await work(id, 'preview', 'previewed')
    await work(id, 'run', 'done', { expect: counts })
    return id
  }
  await ask(context, desk, 'POST', '/arrangements', {
    source: 'partners',
    partner: 'Kudonnan ystävät ry',
    contract: 'Jäsentietojen luovutus 12/2026',
    often: 'kerran vuodessa, tammikuussa',
    fields: ['identity.given-name', 'identity.family-name', 'contact-points.email'],
  })
  const uploaded = await upload('wix-contacts.csv')
  const mapping = await mapped('google-contacts-old.csv')
  const previewed = await mapped('wix-contacts.csv')
  await work(previewed, 'preview', 'previewed')
  const workbook = await mapped('asiakkaat.xlsx', twoSheets())
  const done = await imported('wix-contacts.csv')
  const undone = await imported('listmonk-import.csv')
  await work(undone, 'undo', 'undone')
  return { uploaded, mapping, workbook, previewed, done, undone }
}

/** A workbook as people keep them: a list, another, and one that they have hidden. */
const twoSheets = () =>
  zipOf(
    workbookParts([
      {
        name: 'Asiakkaat',
        rows: textRows([
          ['Etunimi', 'Sukunimi', 'Sähköposti', 'Postinumero'],
          ['Aino', 'Virtanen', 'aino.virtanen@example.org', '100'],
        ]),
      },
      { name: 'Yritykset', rows: textRows([['Nimi']]) },
      { name: 'Vanhat', rows: textRows([['Nimi']]), hidden: true },
    ]),
  )
