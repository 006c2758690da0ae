/** A course platform asks over HTTP what a person may open and how far they are, with a key of a purpose that sees orders. */

import { route } from '../http/route.ts'
import { whoIsMeant } from '../register/person-meant.ts'
import { accessOf, courseAccess } from './course-access.ts'
import { askedOrders, orderStates, statesOf } from './order-states.ts'

export const access = route({
  method: 'post',
  path: '/course-access',
  summary: 'service-use.api.access',
  body: whoIsMeant,
  answer: courseAccess,
  handler: async (ask, { body }) => {
    const found = await accessOf(ask, body)
    ask.saw(found.person === null ? [] : [found.person], 'course-access', ['orders', 'service-use'])
    return found
  },
})

/** A shop's page or a help desk asks how far an order has come. */
export const orders = route({
  method: 'post',
  path: '/order-states',
  summary: 'service-use.api.orders',
  body: askedOrders,
  answer: orderStates,
  handler: async (ask, { body }) => {
    const found = await statesOf(ask, body)
    ask.saw(found.person === null ? [] : [found.person], 'order-states', ['orders'])
    return found
  },
})
