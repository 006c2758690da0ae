/** The short run draws the same cases every time, so that what fails it is the change; the long one draws anew, and a failure prints its seed. */

import fc from 'fast-check'

if (process.env.SELOSTE_LONG === undefined) fc.configureGlobal({ seed: 20_261_122 })
