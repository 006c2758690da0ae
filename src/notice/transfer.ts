/** Where the GDPR itself protects, and where the Commission has found that the law does. Re-read the list when a decision changes. */

/** The European Economic Area, ISO 3166-1 alpha-2. */
export const eea: readonly string[] =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ')

/** Countries of an adequacy decision (Art. 45). The United States are not one: there it goes company by company (`dpf`). */
const adequate: readonly string[] = 'AD AR CA CH FO GB GG IL IM JE JP KR NZ UY'.split(' ')

export const isAdequate = (country: string): boolean => adequate.includes(country)
