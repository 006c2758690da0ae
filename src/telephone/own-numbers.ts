/** Our own numbers are nobody's of the register: a call between two of them is no customer's. */

import { z } from 'zod'
import { phoneIn } from '../register/phone.ts'

export const ownNumbers = z
  .array(z.string().max(40))
  .max(200)
  .default([])
  .describe('Numbers of our own: who calls from them, or is called at them, is no customer')

export const isOwn = (own: readonly string[], number: string): boolean => own.some(one => phoneIn(one) === number)
