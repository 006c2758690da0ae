/** Where kinds of data and sources stand in a notice.yaml: the vocabulary's own categories, and those that a draft makes. */

import type { DataKind } from './data.ts'
import type { SourceKind } from './flows.ts'

/** A category of the vocabulary with its fields, or one of the draft's own with the type of its only field. */
export type DataPlace =
  | { readonly category: string; readonly fields?: readonly string[] }
  | { readonly own: string; readonly type: 'text' | 'date' }

export const dataPlaces: Readonly<Record<DataKind | 'other', DataPlace>> = {
  name: { category: 'identity' },
  given_name: { category: 'identity', fields: ['given-name'] },
  family_name: { category: 'identity', fields: ['family-name'] },
  title: { category: 'work', fields: ['title'] },
  organisation: { category: 'work', fields: ['organisation'] },
  business_id: { own: 'business-id', type: 'text' },
  phone: { category: 'contact-points', fields: ['phone'] },
  email: { category: 'contact-points', fields: ['email'] },
  postal_address: { category: 'contact-points', fields: ['post'] },
  website: { category: 'contact-points', fields: ['web'] },
  social_media: { category: 'contact-points', fields: ['social-media'] },
  birth_date: { own: 'birth-date', type: 'date' },
  personal_id: { own: 'personal-id', type: 'text' },
  gender: { category: 'profile', fields: ['gender'] },
  language: { category: 'profile', fields: ['language'] },
  nationality: { own: 'nationality', type: 'text' },
  family: { own: 'family', type: 'text' },
  username: { own: 'username', type: 'text' },
  membership: { own: 'membership', type: 'text' },
  customer_number: { own: 'customer-number', type: 'text' },
  relationship: { category: 'relationships' },
  orders: { category: 'orders' },
  contracts: { category: 'contracts' },
  billing: { own: 'billing', type: 'text' },
  service_use: { category: 'service-use' },
  marketing_permissions: { category: 'permissions' },
  marketing: { category: 'marketing-measures' },
  interests: { category: 'interests' },
  feedback: { category: 'feedback' },
  communications: { category: 'service-events' },
  participation: { category: 'participation' },
  health: { own: 'health', type: 'text' },
  ip_address: { own: 'ip-address', type: 'text' },
  cookies: { category: 'visits' },
  location: { own: 'location', type: 'text' },
  photo: { own: 'photos', type: 'text' },
  inferred: { category: 'inferences' },
  change_history: { category: 'change-history' },
  other: { own: 'other-data', type: 'text' },
}

/** The id of the vocabulary, or of a source of the draft's own with its kind. */
export const sourcePlaces: Readonly<
  Record<SourceKind, string | { readonly own: string; readonly kind: 'person' | 'public' }>
> = {
  person: { own: 'person', kind: 'person' },
  web_form: 'forms',
  email: 'email',
  phone: 'phone',
  sms: 'sms',
  chat: 'chat',
  post: 'post',
  social_media: 'social-media',
  contract: 'contracts',
  meeting: 'meetings',
  event: 'fairs',
  raffle: 'raffles',
  cookies: 'site',
  service: 'service',
  staff: 'staff',
  public_sources: { own: 'public-sources', kind: 'public' },
  authorities: 'authorities',
  other_registers: 'own-registers',
  partners: 'partners',
}
