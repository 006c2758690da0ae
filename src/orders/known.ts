/** The shops and payment services from which orders come by themselves. */

import type { Adapter } from '../arrivals/adapter.ts'
import { paytrail } from './paytrail.ts'
import { shopify } from './shopify.ts'
import { stripe } from './stripe.ts'
import { wix } from './wix.ts'
import { woocommerce } from './woocommerce.ts'

export const orderAdapters: readonly Adapter[] = [woocommerce, shopify, wix, stripe, paytrail]
