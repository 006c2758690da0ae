/** When a cookie that was seen is one that the notice lists, and when it lasts longer than the notice says. */

import { daysIn } from '../notice/duration.ts'

/** `_ga_*` of the notice stands for every name that begins so. */
export const isNamed = (name: string, declared: string): boolean =>
  declared.endsWith('*') ? name.startsWith(declared.slice(0, -1)) : name === declared

/** `keeps` as the notice has it: an ISO 8601 duration, or `session`. */
export const outlasts = (days: number, keeps: string): boolean => days > (keeps === 'session' ? 0 : daysIn(keeps) + 2) // months differ in length
