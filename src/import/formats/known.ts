/** Every format that is recognised by its header, the more particular before the more general. */

import type { Format } from '../format.ts'
import { linkedin, thunderbird } from './address-books.ts'
import { brevo } from './brevo.ts'
import { google } from './google.ts'
import { hubspot } from './hubspot.ts'
import { listmonk } from './listmonk.ts'
import { mailchimp } from './mailchimp.ts'
import { activeCampaign, beehiiv, kit, squarespace, substack, systeme } from './newsletters.ts'
import { outlook } from './outlook.ts'
import { eventbrite, kajabi, luma, metaLeads, stripeCustomers, tito, woocommerceCustomers } from './services.ts'
import { shopify } from './shopify.ts'
import { vcard } from './vcard.ts'
import { wix } from './wix.ts'

export const knownFormats: readonly Format[] = [
  mailchimp,
  wix,
  google,
  outlook,
  thunderbird,
  linkedin,
  kajabi,
  stripeCustomers,
  metaLeads,
  eventbrite,
  luma,
  tito,
  shopify,
  woocommerceCustomers,
  brevo,
  listmonk,
  hubspot,
  activeCampaign,
  beehiiv,
  substack,
  systeme,
  squarespace,
  kit,
  vcard,
]
