/** A link leads whoever has it to one agreement to publish; by it the person withdraws too. */

import { personLinks } from '../rights/person-link.ts'

export const publicationLinks = personLinks('publication.link', 'agreement_id')
