/** All that the intake takes, one line a sender or a family of them; test/adapters.test.ts tries each. */

import type { Adapter } from './arrivals/adapter.ts'
import { chat } from './chat/chat-adapter.ts'
import { form } from './forms/form-adapter.ts'
import { withdrawal } from './forms/withdrawal-adapter.ts'
import { calendar } from './interactions/calendar.ts'
import { mailAdapter } from './mailbox/letter-adapter.ts'
import { messageAdapters } from './messages/known.ts'
import { orderAdapters } from './orders/known.ts'
import { entryAdapter } from './participation/entry.ts'
import { service } from './service-use/service.ts'
import { socialAdapters } from './social/known.ts'
import { telephoneAdapters } from './telephone/known.ts'

export const adapters: readonly Adapter[] = [
  ...orderAdapters,
  form,
  withdrawal,
  service,
  calendar,
  ...messageAdapters,
  ...socialAdapters,
  ...telephoneAdapters,
  chat,
  entryAdapter,
  mailAdapter,
]
