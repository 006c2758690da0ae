/** Whether whoever wrote its number into a name is still at work. */

import { codeOf } from './encrypted.ts'

/** Of a number that is none, false. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return codeOf(fault) === 'EPERM'
  }
}
