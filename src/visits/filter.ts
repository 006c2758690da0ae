/** What is looked at of all visits is said by how they came and by a page: each of these narrows it, and what is not said does not. */

/** How visits come, as columns of `visits.origin`. */
export const dimensions = ['site', 'source', 'referrer', 'campaign', 'device'] as const
export type Dimension = (typeof dimensions)[number]

/** A page by its path; of the others the exact name. */
export type Filter = Readonly<Partial<Record<Dimension | 'path', string | undefined>>>

/** The values of `originsAt` and of the path after them, in this order. */
export const filterValues = (filter: Filter): readonly (string | null)[] => [
  ...dimensions.map(name => filter[name] ?? null),
  filter.path ?? null,
]

/** The ids of the origins that the filter lets through, whose values begin at parameter `$first`. */
export const originsAt = (first: number): string =>
  `select id from visits.origin where ${dimensions.map((name, nth) => `($${first + nth}::text is null or ${name} = $${first + nth})`).join(' and ')}`

/** The ids of what was seen, or happened, at the path that follows those values. */
export const pagesAt = (first: number): string =>
  `select id from visits.page where path = $${first + dimensions.length}::text`
