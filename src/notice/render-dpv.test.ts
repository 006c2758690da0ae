/** The notice as JSON-LD says what the notice says, in terms that the Data Privacy Vocabulary has, and a maintained reader understands it. */

import { globSync, readFileSync } from 'node:fs'
import jsonld from 'jsonld'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { dpvBases, dpvMechanisms, dpvOrigins, dpvPrefixes, dpvRecipients, dpvRights, dpvSources } from './dpv-terms.ts'
import type { Notice } from './notice.ts'
import { parse } from './parse.ts'
import { renderDpv } from './render-dpv.ts'
import { activitiesOf } from './render-record.ts'
import { eea, isAdequate } from './transfer.ts'
import { authorities, purposes } from './vocabulary.ts'
import { categories } from './vocabulary-categories.ts'

const root = new URL('../../', import.meta.url).pathname
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8')

const { terms } = z
  .object({ version: z.literal('2.3'), terms: z.record(z.string(), z.record(z.string(), z.array(z.string()))) })
  .parse(JSON.parse(read('test/dpv-2.3-terms.json')))
const known = new Set(
  Object.entries(terms).flatMap(([namespace, modules]) =>
    Object.values(modules).flatMap(names => names.map(name => namespace + name)),
  ),
)

/** IRIs in the namespaces of DPV that DPV does not have. */
const unknownTerms = (iris: readonly string[]): readonly string[] =>
  [...new Set(iris)].filter(iri => iri.startsWith('https://w3id.org/dpv') && iri.includes('#') && !known.has(iri))

function fullIri(compact: string): string {
  const [prefix = '', name = ''] = compact.split(/:(.*)/)
  const namespace = Object.entries(dpvPrefixes).find(([one]) => one === prefix)?.[1]
  if (namespace === undefined) throw new Error(`no prefix ${prefix}`)
  return namespace + name
}

const examples = globSync('examples/notices/**/*.yaml', { cwd: root }).flatMap(file => {
  const { notice } = parse(read(file))
  return notice === undefined ? [] : [{ file, notice }]
})

function example(file: string): Notice {
  const found = examples.find(one => one.file === file)
  if (found === undefined) throw new Error(`${file} is no notice`)
  return found.notice
}

type Expanded = { readonly [key: string]: unknown }
const isNode = (value: unknown): value is Expanded =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is not understood is an error and not left out; nothing is asked for, since the context is in the document. */
const strictly = {
  safe: true,
  documentLoader: (address: string) => Promise.reject(new Error(`asked for ${address}`)),
}

/** Everything that a JSON-LD reader makes of it. */
async function expanded(notice: Notice): Promise<readonly Expanded[]> {
  const nodes: unknown = await jsonld.expand(JSON.parse(renderDpv(notice)), strictly)
  return z.array(z.record(z.string(), z.unknown())).parse(nodes)
}

function nodesIn(value: unknown): readonly Expanded[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn)
  return isNode(value) ? [value, ...Object.values(value).flatMap(nodesIn)] : []
}

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]
const under = (node: Expanded, property: string): readonly Expanded[] => listOf(node[fullIri(property)]).filter(isNode)
const isA = (node: Expanded, type: string): boolean => listOf(node['@type']).includes(fullIri(type))

const irisIn = (nodes: readonly Expanded[]): readonly string[] =>
  nodes
    .flatMap(node => [...Object.keys(node), ...listOf(node['@id']), ...listOf(node['@type'])])
    .filter(iri => typeof iri === 'string')

describe.each(examples)('$file', ({ notice }) => {
  const text = renderDpv(notice)

  test('is JSON in which no key stands twice', () => {
    expect(parseDocument(text, { schema: 'json', uniqueKeys: true }).errors).toEqual([])
    expect(text).toMatch(/\}\n$/)
  })

  test('uses only terms that DPV 2.3 has', async () => {
    const iris = irisIn(nodesIn(await expanded(notice)))
    expect(iris.filter(iri => known.has(iri)).length).toBeGreaterThan(3)
    expect(unknownTerms(iris)).toEqual([])
  })

  test('has one purpose, a basis and data in each process, and each is told', async () => {
    const nodes = nodesIn(await expanded(notice))
    const told = new Set(nodes.filter(node => Object.keys(node).length > 1).map(node => node['@id']))
    const processes = nodes.filter(node => isA(node, 'dpv:Process'))
    expect(processes).toHaveLength(activitiesOf(notice).length)
    for (const process of processes) {
      expect(under(process, 'dpv:hasPurpose')).toHaveLength(1)
      expect(under(process, 'dpv:hasLegalBasis')).toHaveLength(1)
      expect(under(process, 'dpv:hasPersonalData').length).toBeGreaterThan(0)
    }
    const own = nodes.map(node => node['@id']).filter(id => typeof id === 'string' && id.startsWith('ni:'))
    expect(own.filter(id => !told.has(id))).toEqual([])
  })
})

describe('the words of the notice language', () => {
  test('have names that DPV 2.3 has', () => {
    const names = [
      ...Object.values(purposes).flatMap(({ dpv }) => (dpv === undefined ? [] : `dpv:${dpv}`)),
      ...Object.values(categories).flatMap(({ dpv, fields }) =>
        [...dpv, ...fields.flatMap(field => field.dpv ?? [])].map(name => `pd:${name}`),
      ),
      ...[dpvBases, dpvRights, dpvOrigins, dpvSources, dpvMechanisms].flatMap(map => Object.values(map)),
      ...Object.values(dpvRecipients).flatMap(({ property, type }) => [property, type]),
    ]
    expect(names.length).toBeGreaterThan(50)
    expect(unknownTerms(names.map(fullIri))).toEqual([])
  })

  test('so have those that are written into the rendering, be there an example of them or not', () => {
    const written = ['src/notice/render-dpv.ts', 'src/notice/dpv-terms.ts'].flatMap(file =>
      [...read(file).matchAll(/'((?:dpv|pd|loc|eu-gdpr|legal-eu|legal-fi):[\w-]+)'/g)].flatMap(
        ([, name]) => name ?? [],
      ),
    )
    expect(new Set(written).size).toBeGreaterThan(60)
    expect(unknownTerms(written.map(fullIri))).toEqual([])
  })

  test('and every country of the EEA or of an adequacy decision', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    const adequate = letters.flatMap(one => letters.map(two => one + two)).filter(isAdequate)
    expect(adequate.length).toBeGreaterThan(10)
    expect(unknownTerms([...eea, ...adequate, 'US'].map(country => fullIri(`loc:${country}`)))).toEqual([])
  })

  test('a name that DPV does not have is found out', () => {
    expect(unknownTerms(['pd:Name', 'pd:Photo', 'dpv:CustomerCare', 'dpv:SecretShopping'].map(fullIri))).toEqual(
      ['pd:Photo', 'dpv:SecretShopping'].map(fullIri),
    )
  })

  test('every authority has its term', async () => {
    const notice = example('examples/notices/ixir.yaml')
    for (const authority of authorities) {
      const [first] = nodesIn(await expanded({ ...notice, authority }))
      expect(first && under(first, 'dpv:hasAuthority')).toHaveLength(1)
    }
  })
})

describe('what is said', () => {
  const notice = example('examples/notices/ixir.yaml')
  const text = renderDpv(notice)
  const nodes = async (one: Notice = notice) => nodesIn(await expanded(one))

  test('the date from which it holds, and the version, by which it is named', async () => {
    const [first] = await nodes()
    expect(first).toMatchObject({
      [fullIri('dct:identifier')]: [{ '@value': notice.hash }],
      [fullIri('dct:valid')]: [{ '@value': 'start=2026-11-22; scheme=W3C-DTF;' }],
    })
    const name = /^ni:\/\/\/sha-256;([\w-]+)$/.exec(String(first?.['@id']))?.[1] ?? ''
    expect(Buffer.from(name, 'base64url').toString('hex')).toBe(notice.hash)
  })

  test('in every language of the notice', async () => {
    const marketing = (await nodes()).find(
      node => String(node['@id']).endsWith('#purposes.marketing') && '@type' in node,
    )
    expect(marketing && under(marketing, 'skos:prefLabel').map(label => label['@language'])).toEqual(['en', 'fi', 'sv'])
    expect(marketing && under(marketing, 'skos:broader')).toEqual([{ '@id': fullIri('dpv:DirectMarketing') }])
  })

  test('a purpose of one’s own is a purpose, a category of one’s own is personal data', async () => {
    const [purpose, category] = [notice.purposes[0], notice.categories[0]]
    if (purpose === undefined || category === undefined) throw new Error('the example has purposes and categories')
    const own = { ...purpose, id: 'choir', custom: true, name: { fi: 'Kuoro' } }
    const data = {
      ...category,
      id: 'voices',
      custom: true,
      fields: [],
      uses: [{ ...category.uses[0], purpose: 'choir' }],
    }
    const all = await nodes(Object.assign({}, notice, { purposes: [own], categories: [data] }))
    const broader = (id: string) =>
      all.filter(node => String(node['@id']).endsWith(id)).flatMap(node => under(node, 'skos:broader'))
    expect(broader('#purposes.choir')).toEqual([{ '@id': fullIri('dpv:Purpose') }])
    expect(broader('#categories.voices')).toEqual([{ '@id': fullIri('dpv:PersonalData') }])
    expect(
      all.filter(node => isA(node, 'dpv:Process')).flatMap(node => under(node, 'dpv:hasPersonalData')),
    ).toHaveLength(1)
  })

  test('only the fields that a purpose uses, and nothing that the register does not keep', async () => {
    const process = (await nodes()).find(node => String(node['@id']).endsWith('#processes.bookkeeping.contact-points'))
    const data = process && under(process, 'dpv:hasPersonalData').map(({ '@id': id }) => String(id).split('#')[1])
    expect(data).toContain('categories.contact-points.post')
    expect(data).not.toContain('categories.contact-points.email')
    expect(text).not.toContain('pd:Gender')
  })

  test('the law behind a legal obligation, with the place that the notice cites', async () => {
    const basisOf = async (id: string) =>
      (await nodes()).filter(node => String(node['@id']).endsWith(id)).flatMap(node => under(node, 'dpv:hasLegalBasis'))
    const [books] = await basisOf('#processes.bookkeeping.identity')
    const [law] = books === undefined ? [] : under(books, 'dpv:hasApplicableLaw')
    expect(law && under(law, 'skos:prefLabel')).toEqual([{ '@language': 'fi', '@value': '1336/1997' }])
    const [proof] = await basisOf('#processes.marketing.permissions')
    expect(proof && under(proof, 'dpv:hasApplicableLaw')).toEqual([{ '@id': fullIri('legal-eu:law-GDPR') }])
    expect(proof && under(proof, 'dct:description')).toEqual([
      { '@language': 'fi', '@value': '(EU) 2016/679, art. 7, 21' },
    ])
  })

  test('a transfer with its country and mechanism', async () => {
    const mailer = (await nodes(example('examples/notices/right/consultancy.yaml'))).find(node =>
      under(node, 'dpv:hasName').some(name => name['@value'] === 'Example Mailer Inc.'),
    )
    expect(mailer && under(mailer, 'dpv:hasThirdCountry')).toEqual([{ '@id': fullIri('loc:US') }])
    expect(mailer && under(mailer, 'dpv:hasLegalBasis')).toMatchObject([{ '@type': [fullIri('eu-gdpr:A45-3')] }])
  })

  test('neither assessments, dates of contracts nor columns', () => {
    for (const inside of ['TT-2026-1', '2026-02-01', 'given_name', 'postcode']) expect(text).not.toContain(inside)
  })

  test('what the notice does not say is absent', () => {
    const silent = renderDpv({ ...notice, recipients: [], law: [], effective: '', authority: '' })
    for (const term of ['hasDataProcessor', 'hasJointDataControllers', 'hasAuthority', 'hasJurisdiction', 'dct:valid'])
      expect(silent).not.toContain(term)
    expect(silent).not.toContain('undefined')
  })
})
