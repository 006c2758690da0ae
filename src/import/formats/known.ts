/** Every format that is recognised by its header, the more particular before the more general. */

import type { Format } from '../format.ts'
import { brevo } from './brevo.ts'
import { google } from './google.ts'
import { hubspot } from './hubspot.ts'
import { listmonk } from './listmonk.ts'
import { mailchimp } from './mailchimp.ts'
import { activeCampaign, beehiiv, kit, substack } from './newsletters.ts'
import { outlook } from './outlook.ts'
import { shopify } from './shopify.ts'
import { vcard } from './vcard.ts'
import { wix } from './wix.ts'

export const knownFormats: readonly Format[] = [
  mailchimp,
  wix,
  google,
  outlook,
  shopify,
  brevo,
  listmonk,
  hubspot,
  activeCampaign,
  beehiiv,
  substack,
  kit,
  vcard,
]
