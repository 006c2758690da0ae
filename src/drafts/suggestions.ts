/** Sentences that are often meant where the language understands sentences; any other that it understands may be written. */

import type { WordFormat } from '../notice/language-shape.ts'

export const suggestions: Readonly<Partial<Record<WordFormat, readonly string[]>>> = {
  retention: [
    '24 months after relationship ends',
    '12 months after last contact',
    '6 years after fiscal year ends',
    '3 years after case is closed',
    '3 years after request is closed',
    '3 years after consent is withdrawn',
    '6 months after event ends',
    'until consent is withdrawn',
    '24 months',
  ],
  'relationship-end': ['12 months after last contact', '24 months after last contact', '36 months after last contact'],
  told: ['within 1 month', 'within 1 month, at first contact', 'at first contact', 'at first disclosure'],
  keeps: ['session', '30 days', '3 months', '6 months', '12 months'],
}
