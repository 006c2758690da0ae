/** A list of what campaigns cost, as advertising services give it out, becomes costs by campaign and days: whole, or not at all. */

import { Readable } from 'node:stream'
import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import { headBytes, inspect } from '../import/inspect.ts'
import { readMoment } from '../import/moment.ts'
import { readRecords } from '../import/read.ts'
import { startScan } from '../import/scan.ts'
import type { CostsRead, NewCost } from './attribution-answers.ts'
import { type Act, addCampaign, listCampaigns, putCost } from './campaign.ts'

/** What services call the columns, in lower case: Google Ads, Meta, LinkedIn, TikTok, and plain words. */
const columns = {
  campaign: /^(campaign( name)?|kampanja(n nimi)?|kampanj(namn|ens namn)?|utm_campaign)$/,
  from: /^(day|date|from|start date.*|reporting starts|raportointi alkaa|päivä|pvm|päivämäärä|alku|alkaa|dag|datum|från)$/,
  to: /^(to|end date.*|reporting ends|raportointi päättyy|loppu|päättyy|till)$/,
  cost: /^(cost|spend|amount spent|total spent|amount|kustannus|kulu|hinta|käytetty summa|kostnad|spenderat belopp)( \((eur|€)\))?( eur)?$/,
  currency: /^(currency( code)?|valuutta(koodi)?|valuta(kod)?)$/,
} as const
type ColumnName = keyof typeof columns

interface Line {
  readonly campaign: string
  readonly from: string
  readonly to: string
  readonly cents: number
}

/**
 * Writes what the file tells, in one transaction of the caller's: days told before are told anew, and campaigns that are not known are made. Refuses, with
 * the line: a file without such columns (`attribution.no-columns`), a day, a price or a currency that cannot be (`attribution.line`), days that overlap
 * others of the campaign in part (`attribution.line-overlap`).
 */
export async function takeCostFile(db: PoolClient, name: string, bytes: Buffer, act: Act): Promise<CostsRead> {
  const lines = await linesOf(name, bytes)
  const known = new Map((await listCampaigns(db)).flatMap(({ id, words }) => words.map(word => [word, id] as const)))
  const made: string[] = []
  const count = { added: 0, changed: 0, same: 0 }
  for (const [line, told] of lines) {
    const word = told.campaign.toLowerCase()
    const campaign = known.get(word) ?? (await addCampaign(db, { name: told.campaign, words: [] }, act))
    if (!known.has(word)) made.push(told.campaign)
    known.set(word, campaign)
    count[await put(db, { campaign, from: told.from, to: told.to, cents: told.cents }, line, act)] += 1
  }
  return { read: lines.size, added: count.added, changed: count.changed, made }
}

async function put(db: PoolClient, cost: NewCost, line: number, act: Act) {
  try {
    return await putCost(db, cost, 'file', act)
  } catch (fault) {
    if (fault instanceof Refused && fault.key === 'attribution.overlap')
      throw new Refused('attribution.line-overlap', 'conflict', { line, ...fault.args }, { line })
    throw fault
  }
}

/** By the line of the file; what an advertisement of a campaign cost on the same days is added up. */
async function linesOf(name: string, bytes: Buffer): Promise<ReadonlyMap<number, Line>> {
  const scan = startScan()
  scan.push(bytes)
  const { mapping } = await inspect(scan.end(), bytes.subarray(0, headBytes), name)
  const header = mapping.header.map(word => word.trim().toLowerCase())
  const places = Object.fromEntries(
    Object.entries(columns).map(([column, words]) => [column, header.findIndex(word => words.test(word))]),
  ) as Record<ColumnName, number>
  const missing = (['campaign', 'from', 'cost'] as const).filter(column => places[column] < 0)
  if (missing.length > 0) throw new Refused('attribution.no-columns', 'invalid', { missing: missing.join(', ') })
  const lines = new Map<string, Line & { readonly line: number }>()
  let isHeader = true
  for await (const batch of readRecords(Readable.from([bytes]), mapping.dialect)) {
    for (const { line, cells } of batch) {
      const cell = (column: ColumnName) => (cells[places[column]] ?? '').trim()
      // Services end their lists with a line of totals, which has no campaign.
      if (!isHeader && cell('campaign') !== '' && cell('from') !== '') {
        const told = lineOf(cell, line)
        const key = JSON.stringify([told.campaign.toLowerCase(), told.from, told.to])
        const before = lines.get(key)
        lines.set(key, { ...told, cents: told.cents + (before?.cents ?? 0), line: before?.line ?? line })
      }
      isHeader = false
    }
  }
  return new Map([...lines.values()].map(({ line, ...told }) => [line, told]))
}

function lineOf(cell: (column: ColumnName) => string, line: number): Line {
  const refuse = (column: ColumnName): never => {
    throw new Refused('attribution.line', 'invalid', { line, column }, { line })
  }
  if (!/^(EUR|€)?$/i.test(cell('currency'))) refuse('currency')
  const campaign = cell('campaign')
  if (campaign.length > 80) refuse('campaign')
  const day = (column: 'from' | 'to', text: string): string =>
    readMoment(text, undefined)?.toISOString().slice(0, 10) ?? refuse(column)
  const from = day('from', cell('from'))
  const to = cell('to') === '' ? from : day('to', cell('to'))
  if (to < from) refuse('to')
  return { campaign, from, to, cents: centsOf(cell('cost')) ?? refuse('cost') }
}

/** `1 234,50 €`, `1,234.50`, `12`: whole cents; undefined of anything else. */
function centsOf(price: string): number | undefined {
  const text = price.replace(/[\s\u00a0€]|EUR/gi, '')
  const [, whole = '', part = ''] = /^([\d.,]*?\d)(?:[.,](\d{1,2}))?$/.exec(text) ?? []
  const digits = whole.replace(/[.,](?=\d{3}(?:[.,]|$))/g, '')
  return /^\d{1,8}$/.test(digits) ? Number(digits) * 100 + Number(part.padEnd(2, '0')) : undefined
}
