/** The parts of the notice as the editor's pages hold them: every key of the language stands on one. */

export const pages = [
  { id: 'basics', keys: ['register', 'effective', 'reviewed', 'languages', 'law', 'changes'] },
  { id: 'parties', keys: ['controller', 'contact', 'dpo', 'representative', 'authority'] },
  { id: 'purposes', keys: ['purposes', 'interests'] },
  { id: 'categories', keys: ['categories', 'relationship-ends'] },
  { id: 'sources', keys: ['sources'] },
  { id: 'recipients', keys: ['recipients', 'disclosure'] },
  { id: 'duties', keys: ['duties'] },
  { id: 'cookies', keys: ['cookie-text', 'cookies'] },
  { id: 'rights', keys: ['rights', 'minors', 'profiling'] },
  { id: 'security', keys: ['security'] },
] as const

export type PageId = (typeof pages)[number]['id']

/** The page on which a part of the notice stands. */
export const pageOf = (path: string): PageId | undefined =>
  pages.find(({ keys }) => keys.some(key => path === key || path.startsWith(`${key}.`)))?.id
