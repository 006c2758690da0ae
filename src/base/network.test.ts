/** An address counts with those that one owner has, however it is written. */

import { expect, test } from 'vitest'
import { countedBy, neighbourhoodOf } from './network.ts'

test.each([
  ['203.0.113.7', '203.0.113.7', '203.0.113'],
  ['::ffff:203.0.113.7', '203.0.113.7', '203.0.113'],
  ['2001:db8:0:1:ffff::1', '2001:db8:0:1::', '2001:db8:0::'],
  ['2001:0DB8::1', '2001:db8:0:0::', '2001:db8:0::'],
  ['2001:db8:a:b:c:d:192.0.2.1', '2001:db8:a:b::', '2001:db8:a::'],
  ['fe80::1%eth0', 'fe80:0:0:0::', 'fe80:0:0::'],
  ['::1', '0:0:0:0::', '0:0:0::'],
  ['2001:db8:0:1::', '2001:db8:0:1::', '2001:db8:0::'], // cut before
  ['unknown', 'unknown', 'unknown'],
])('%s', (address, counted, neighbourhood) => {
  expect([countedBy(address), neighbourhoodOf(address)]).toEqual([counted, neighbourhood])
})
