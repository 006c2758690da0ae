/** The services from which messages come by themselves. */

import type { Adapter } from '../arrivals/adapter.ts'
import { gateway } from './gateway.ts'
import { twilio } from './twilio.ts'

export const messageAdapters: readonly Adapter[] = [twilio, gateway]
