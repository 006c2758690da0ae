/** The services of social media from which leads and messages come by themselves. */

import type { Adapter } from '../arrivals/adapter.ts'
import { googleLeads } from './google-leads.ts'
import { linkedin } from './linkedin.ts'
import { meta } from './meta.ts'

export const socialAdapters: readonly Adapter[] = [meta, googleLeads, linkedin]
