/** The telephone systems from which calls come by themselves. */

import type { Adapter } from '../arrivals/adapter.ts'
import { telephone } from './telephone.ts'
import { twilioVoice } from './twilio-voice.ts'

export const telephoneAdapters: readonly Adapter[] = [twilioVoice, telephone]
