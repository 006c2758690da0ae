/** Which of a category's periods a purpose goes by; when it is over, the database says (register.kept_until). */

import type { Category, Retention } from '../notice/notice.ts'

/** The rule of a category for a purpose: its own, else the one for all. */
export const ruleFor = (category: Category, purpose: string): Retention | undefined =>
  category.keep.find(rule => rule.forPurpose === purpose) ?? category.keep.find(rule => rule.forPurpose === undefined)
