/** A contract is recorded for a customer who is found by name. */

import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { useContracts } from './agreement-asks.web.ts'
import { NewAgreementForm } from './agreement-form.web.tsx'
import { OtherPurpose } from './agreements.web.tsx'

export function NewAgreement() {
  const say = useText()
  const { known, category } = useContracts()
  if (known && !category) return <OtherPurpose />
  return (
    <Page title={say('ui.agreements.new')} width="reading">
      <NewAgreementForm />
    </Page>
  )
}
