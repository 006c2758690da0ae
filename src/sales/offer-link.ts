/** A link leads whoever has it to one offer. */

import { personLinks } from '../rights/person-link.ts'

export const offerLinks = personLinks('sales.link', 'offer_id')
