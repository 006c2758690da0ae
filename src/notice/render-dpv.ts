/** The notice in the W3C Data Privacy Vocabulary 2.3 as JSON-LD: what it says, in terms that other programs know, and nothing else. */

import {
  dpvBases,
  dpvLaw,
  dpvMechanisms,
  dpvOrigins,
  dpvPrefixes,
  dpvRecipients,
  dpvRights,
  dpvSources,
  supervisionOf,
} from './dpv-terms.ts'
import type {
  Basis,
  Category,
  Field,
  Interest,
  Notice,
  Person,
  Purpose,
  Recipient,
  Retention,
  Source,
  Text,
} from './notice.ts'
import type { Past } from './past-notice.ts'
import { type Activity, activitiesOf } from './render-record.ts'
import { eea } from './transfer.ts'
import { entryOf, purposes as knownPurposes, vocabularyText } from './vocabulary.ts'
import { categories as knownCategories } from './vocabulary-categories.ts'

/** A node of JSON-LD; what is undefined is not written. */
type Node = { readonly [key: string]: unknown }

/** One `dpv:PrivacyNotice` with a `dpv:Process` for each purpose and category, and what those refer to. Keys keep their order. */
export function renderDpv(notice: Notice, past?: Past): string {
  const graph = [
    noticeNode(notice, past),
    ...notice.purposes.map(purpose => purposeNode(notice, purpose)),
    ...notice.categories.flatMap(category => [
      categoryNode(notice, category),
      ...category.fields.map(field => fieldNode(notice, category, field)),
    ]),
    ...notice.interests.map(interest => interestNode(notice, interest)),
    ...notice.sources.map(source => sourceNode(notice, source)),
    ...anchorNodes(notice),
  ]
  return `${JSON.stringify({ '@context': contextOf(notice), '@graph': graph }, null, 2)}\n`
}

/** A notice is named by its own bytes (RFC 6920), so that its parts have the same names wherever it is read. */
const nameOf = (hash: string): string => `ni:///sha-256;${Buffer.from(hash, 'hex').toString('base64url')}`

const contextOf = (notice: Notice): Node => ({
  ...dpvPrefixes,
  notice: `${nameOf(notice.hash)}#`,
  label: { '@id': 'skos:prefLabel', '@container': '@language' },
  description: { '@id': 'dct:description', '@container': '@language' },
  note: { '@id': 'skos:note', '@container': '@language' },
})

const ref = (id: string): Node => ({ '@id': id })

/** A list, or nothing when it is empty. */
const some = <Thing>(things: readonly Thing[]): readonly Thing[] | undefined =>
  things.length === 0 ? undefined : things

const typed = (type: string, value: string): Node => ({ '@type': type, '@value': value })

/** A text by language, in those that the notice is written in. */
function said({ languages }: Notice, of: Text | undefined): Node | undefined {
  const texts = languages.flatMap(lang => (of?.[lang] === undefined ? [] : [[lang, of[lang]]]))
  return texts.length === 0 ? undefined : Object.fromEntries(texts)
}

function noticeNode(notice: Notice, past: Past | undefined): Node {
  const { hash, register, effective, reviewed, languages, rights, law } = notice
  const supervision = supervisionOf(notice.authority)
  return {
    '@id': nameOf(hash),
    '@type': ['dpv:PrivacyNotice', ...collectionTypes(notice)],
    label: said(notice, register.name),
    'dct:identifier': hash,
    'schema:version': hash.slice(0, 12), // as the page prints it
    'dct:conformsTo': ref('https://w3id.org/dpv/2.3'),
    'dct:valid': effective === '' && past === undefined ? undefined : periodOf(past?.from ?? effective, past?.until),
    'dct:isReplacedBy': past && ref(nameOf(past.replacedBy)),
    'dct:relation': past && ref(past.now),
    'schema:lastReviewed': reviewed === undefined ? undefined : typed('xsd:date', reviewed),
    'dct:language': languages,
    'dpv:hasDataController': controllerNode(notice),
    'dpv:hasAuthority': supervision && ref(supervision.authority),
    'dpv:hasJurisdiction': supervision && ref(supervision.jurisdiction),
    'dpv:hasApplicableLaw': some(law.map(cited => lawNode(notice, cited))),
    'dpv:hasRight': some(rights.granted.map(right => ref(dpvRights[right]))),
    ...recipientNodes(notice),
    'dpv:hasProcess': some(activitiesOf(notice).map(activity => processNode(notice, activity))),
  }
}

/** From a day on, until the day on which the next one took its place. */
const periodOf = (from: string, until: string | undefined): Node =>
  typed('dct:Period', `start=${from};${until === undefined ? '' : ` end=${until};`} scheme=W3C-DTF;`)

/** Art. 13 for what comes from the person, Art. 14 for what comes from elsewhere. */
function collectionTypes({ sources }: Notice): readonly string[] {
  const comes = (...kinds: readonly Source['kind'][]) => sources.some(({ kind }) => kinds.includes(kind))
  return [
    ...(comes('person', 'observed') ? ['eu-gdpr:DirectDataCollectionNotice'] : []),
    ...(comes('third-party', 'public') ? ['eu-gdpr:IndirectDataCollectionNotice'] : []),
  ]
}

const controllerNode = ({ controller, contact, dpo, representative }: Notice): Node => ({
  '@id': 'notice:controller',
  '@type': 'dpv:DataController',
  'dpv:hasName': controller.name || undefined,
  'dpv:hasIdentifier': controller.businessId,
  'dpv:hasAddress': controller.address,
  'dpv:hasContact': some([...contactNodes(controller), ...contactNodes(contact, contact)]),
  'dpv:hasDataProtectionOfficer': dpo && personNode('dpv:DataProtectionOfficer', dpo),
  'dpv:hasRepresentative': representative && personNode('dpv:Representative', representative),
})

const personNode = (type: string, person: Person): Node => ({
  '@type': type,
  'dpv:hasName': person.name,
  'dpv:hasAddress': person.address,
  'dpv:hasContact': some(contactNodes(person)),
})

/** How one is answered, and by whom when that is not said of an entity already. */
function contactNodes({ email, phone }: Person, { name, address }: Partial<Person> = {}): readonly Node[] {
  const node = { 'schema:name': name, 'schema:email': email, 'schema:telephone': phone, 'dpv:hasAddress': address }
  return Object.values(node).every(value => value === undefined) ? [] : [{ '@type': 'schema:ContactPoint', ...node }]
}

/** Laws are cited as written, in the language of record. */
const asCited = ({ languages: [record = 'fi'] }: Notice, cited: string): Node => ({ [record]: cited })

const lawNode = (notice: Notice, cited: string): Node => {
  const known = dpvLaw(cited)
  return known === undefined ? { '@type': 'dpv:Law', label: asCited(notice, cited) } : ref(known)
}

/** Recipients under the property of their role; the joint ones make a group with the controller. */
function recipientNodes(notice: Notice): Node {
  const nodes = notice.recipients.map((recipient, index) => ({
    recipient,
    node: recipientNode(notice, recipient, index),
  }))
  const groups = Map.groupBy(nodes, ({ recipient }) => dpvRecipients[recipient.role].property)
  const properties = [...groups].map(([property, group]) => {
    const members = group.map(({ node }) => node)
    const joint = {
      '@type': 'dpv:JointDataControllers',
      'dpv:hasDataController': [ref('notice:controller'), ...members],
    }
    return [property, property === 'dpv:hasJointDataControllers' ? joint : members]
  })
  return Object.fromEntries(properties)
}

function recipientNode(notice: Notice, recipient: Recipient, index: number): Node {
  const { name, role, country, mechanism, arrangement } = recipient
  return {
    '@id': `notice:recipients.${index}`,
    '@type': dpvRecipients[role].type,
    'dpv:hasName': name,
    description: said(notice, recipient.for),
    [eea.includes(country) ? 'dpv:hasCountry' : 'dpv:hasThirdCountry']: ref(`loc:${country}`),
    'dpv:hasLegalBasis': mechanism && {
      '@type': dpvMechanisms[mechanism],
      description: said(notice, vocabularyText(`mechanisms.${mechanism}`)),
    },
    note: said(notice, arrangement), // Art. 26(2): the essence of the arrangement
  }
}

function processNode(notice: Notice, { purpose, category, use, keep }: Activity): Node {
  const fields = category.fields.filter(({ id }) => use.fields?.includes(id) ?? true)
  return {
    '@id': `notice:processes.${purpose.id}.${category.id}`,
    '@type': 'dpv:Process',
    'dpv:hasDataController': ref('notice:controller'),
    'dpv:hasPurpose': ref(`notice:purposes.${purpose.id}`),
    'dpv:hasLegalBasis': basisNode(notice, use.basis, purpose),
    'dpv:hasPersonalData':
      some(fields.map(field => ref(fieldName(category, field)))) ?? ref(`notice:categories.${category.id}`),
    'dpv:hasDataSource': some(category.from.map(source => ref(`notice:sources.${source}`))),
    'dpv:hasStorageCondition': some(keep.map(rule => storageNode(notice, rule))),
    'dpv:hasAlgorithmicLogic': category.logic && {
      '@type': 'dpv:AlgorithmicLogic',
      description: said(notice, category.logic),
    },
  }
}

function basisNode(notice: Notice, basis: Basis, purpose: Purpose): Node {
  const term = dpvBases[basis.kind]
  switch (basis.kind) {
    case 'contract':
    case 'consent':
      return ref(term)
    case 'permission':
      return { '@type': term, description: said(notice, vocabularyText('bases.permission')) }
    case 'interest':
      return ref(`notice:interests.${basis.interest}`)
    case 'legal-obligation': {
      const cited = basis.law ?? purpose.law
      const law = cited ?? entryOf(knownPurposes, purpose.id)?.law
      return {
        '@type': term,
        'dpv:hasApplicableLaw': law === undefined ? undefined : lawNode(notice, law),
        description:
          cited === undefined ? said(notice, vocabularyText(`purposes.${purpose.id}.law`)) : asCited(notice, cited),
      }
    }
  }
}

const interestNode = (notice: Notice, { id, text }: Interest): Node => ({
  '@id': `notice:interests.${id}`,
  '@type': dpvBases.interest,
  description: said(notice, text),
})

/** How long from what, and what follows. */
const storageNode = (notice: Notice, { duration, anchor, ending }: Retention): Node => ({
  '@type': ['dpv:StorageDuration', ...(ending === 'delete' ? ['dpv:StorageDeletion'] : [])],
  'dpv:hasDuration': {
    '@type': ['dpv:TemporalDuration', 'time:ProperInterval'],
    'time:hasXSDDuration': typed('xsd:duration', duration),
    'time:hasBeginning': ref(`notice:anchors.${anchor}`),
  },
  description: said(notice, vocabularyText(`endings.${ending}`)),
})

const purposeNode = (notice: Notice, { id, name, explanation }: Purpose): Node => ({
  '@id': `notice:purposes.${id}`,
  '@type': 'dpv:Purpose',
  'skos:broader': ref(`dpv:${entryOf(knownPurposes, id)?.dpv ?? 'Purpose'}`),
  label: said(notice, name),
  description: said(notice, explanation),
})

const categoryNode = (notice: Notice, { id, name, origin }: Category): Node => ({
  '@id': `notice:categories.${id}`,
  '@type': dpvOrigins[origin],
  'skos:broader':
    some((entryOf(knownCategories, id)?.dpv ?? []).map(term => ref(`pd:${term}`))) ?? ref('dpv:PersonalData'),
  label: said(notice, name),
})

const fieldName = (category: Category, field: Field): string => `notice:categories.${category.id}.${field.id}`

function fieldNode(notice: Notice, category: Category, field: Field): Node {
  const term = entryOf(knownCategories, category.id)?.fields.find(({ id }) => id === field.id)?.dpv
  return {
    '@id': fieldName(category, field),
    '@type': dpvOrigins[category.origin],
    'skos:broader': [ref(`notice:categories.${category.id}`), ...(term === undefined ? [] : [ref(`pd:${term}`)])],
    label: said(notice, field.name),
    'dpv:hasNecessity': category.saysRequired ? ref(field.required ? 'dpv:Required' : 'dpv:Optional') : undefined,
  }
}

const sourceNode = (notice: Notice, { id, name, kind, named }: Source): Node => ({
  '@id': `notice:sources.${id}`,
  '@type': dpvSources[kind],
  label: said(notice, name),
  'dpv:hasEntity': some(named.map(entity => ({ '@type': 'dpv:Entity', 'dpv:hasName': entity }))),
})

/** The events from which periods run, each once. */
const anchorNodes = (notice: Notice): readonly Node[] =>
  [...new Set(notice.categories.flatMap(({ keep }) => keep.map(({ anchor }) => anchor)))].map(anchor => ({
    '@id': `notice:anchors.${anchor}`,
    '@type': 'time:Instant',
    label: said(notice, vocabularyText(`anchors.${anchor}`)),
  }))
