/** What a contract is called in a list: its subject or its number, never its id. */

import type { Say } from '../../web/language.ts'
import type { ListedAgreement } from './agreement-answers.ts'

export function agreementName(
  { values: { subject, contract_number } }: Pick<ListedAgreement, 'values'>,
  say: Say,
): string {
  return String(subject ?? contract_number ?? say('ui.agreements.nameless'))
}
