/** What is to be done at the sender, step by step, for the kinds whose setting up takes more than an address and a secret. */

import { List } from '@mantine/core'
import { useText } from '../../web/language.ts'

const guided = [
  'woocommerce',
  'shopify',
  'stripe',
  'wix',
  'paytrail',
  'twilio',
  'sms-gateway',
  'twilio-voice',
  'telephone',
  'meta',
  'google-leads',
  'linkedin',
] as const

export function ConnectionGuide({ kind }: { readonly kind: string }) {
  const say = useText()
  const known = guided.find(one => one === kind)
  if (known === undefined) return null
  return (
    <details className="connection-guide">
      <summary>{say('ui.connections.guide-title')}</summary>
      <List type="ordered" size="sm" maw={680} mt={4}>
        {say(`ui.connections.guide.${known}`)
          .split('\n')
          .map(step => (
            <List.Item key={step}>{step}</List.Item>
          ))}
      </List>
    </details>
  )
}
