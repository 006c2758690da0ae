/** Which term of the W3C Data Privacy Vocabulary, version 2.3, says what the notice language says; test/dpv-2.3-terms.json has them all. */

import type { Basis, Category, Recipient, RightId, Source } from './notice.ts'
import { entryOf } from './vocabulary.ts'

/** Where the names of the terms are, and of the few others that DPV itself is written with. */
export const dpvPrefixes = {
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  loc: 'https://w3id.org/dpv/loc#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  'legal-eu': 'https://w3id.org/dpv/legal/eu#',
  'legal-fi': 'https://w3id.org/dpv/legal/fi#',
  dct: 'http://purl.org/dc/terms/',
  schema: 'https://schema.org/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  time: 'http://www.w3.org/2006/time#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

export const dpvBases: Readonly<Record<Basis['kind'], string>> = {
  contract: 'eu-gdpr:A6-1-b',
  consent: 'eu-gdpr:A6-1-a',
  permission: 'eu-gdpr:A6-1-a',
  'legal-obligation': 'eu-gdpr:A6-1-c',
  interest: 'eu-gdpr:A6-1-f-controller',
}

export const dpvRights: Readonly<Record<RightId, string>> = {
  access: 'eu-gdpr:A15',
  rectification: 'eu-gdpr:A16',
  erasure: 'eu-gdpr:A17',
  restriction: 'eu-gdpr:A18',
  portability: 'eu-gdpr:A20',
  objection: 'eu-gdpr:A21',
  withdrawal: 'eu-gdpr:A7-3',
  complaint: 'eu-gdpr:A77',
}

/** What data is by how it came to be. */
export const dpvOrigins: Readonly<Record<Category['origin'], string>> = {
  person: 'dpv:ProvidedPersonalData',
  observed: 'dpv:ObservedPersonalData',
  inferred: 'dpv:InferredPersonalData',
  generated: 'dpv:GeneratedPersonalData',
}

/** What is observed may be of the person or of what the controller did, so it is a source without saying whose. */
export const dpvSources: Readonly<Record<Source['kind'], string>> = {
  person: 'dpv:DataSubjectDataSource',
  observed: 'dpv:DataSource',
  inferred: 'dpv:DataControllerDataSource',
  'third-party': 'dpv:ThirdPartyDataSource',
  public: 'dpv:PublicDataSource',
}

export const dpvRecipients: Readonly<Record<Recipient['role'], { readonly property: string; readonly type: string }>> =
  {
    processor: { property: 'dpv:hasDataProcessor', type: 'dpv:DataProcessor' },
    controller: { property: 'dpv:hasRecipientDataController', type: 'dpv:DataController' },
    'joint-controller': { property: 'dpv:hasJointDataControllers', type: 'dpv:DataController' },
    authority: { property: 'dpv:hasRecipient', type: 'dpv:Authority' },
  }

/** The Data Privacy Framework is an adequacy decision too, for the companies that are in it; DPV 2.3 has no term of its own for it. */
export const dpvMechanisms: Readonly<Record<NonNullable<Recipient['mechanism']>, string>> = {
  adequacy: 'eu-gdpr:A45-3',
  dpf: 'eu-gdpr:A45-3',
  scc: 'eu-gdpr:A46-2-c',
  bcr: 'eu-gdpr:A46-2-b',
  consent: 'eu-gdpr:A49-1-a',
}

interface Supervision {
  readonly authority: string
  readonly jurisdiction: string
}

/** The supervisory authority by its id, and the country that it is for. */
export const supervisionOf = (authority: string): Supervision | undefined =>
  entryOf<Supervision>({ fi: { authority: 'legal-fi:DPA-FI', jurisdiction: 'loc:FI' } }, authority)

/** A law as a notice cites it, when it is one that DPV has a term for. */
export const dpvLaw = (cited: string): string | undefined =>
  /\b2016\/679\b/.test(cited) ? 'legal-eu:law-GDPR' : undefined
