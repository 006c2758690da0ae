/** A share of a few is none. */

import { expect, test } from 'vitest'
import { shareIn } from './quality-share.ts'

test('one of one is too few to tell, as are nineteen of nineteen; twenty are a share', () => {
  expect([1, 19].map(of => shareIn({ met: of, of }))).toEqual(['few', 'few'])
  expect(shareIn({ met: 15, of: 20 })).toBe(0.75)
  expect([shareIn({ met: 0, of: 0 }), shareIn({ met: null, of: null })]).toEqual([null, 'withheld'])
})
