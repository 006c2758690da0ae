/** Where orders came from, and what campaigns cost, over HTTP: numbers of nobody. */

import { z } from '@hono/zod-openapi'
import { transaction } from '../database/transaction.ts'
import { idField, nothing, plainRoute, route } from '../http/route.ts'
import { attributionOf } from './attribution.ts'
import * as answers from './attribution-answers.ts'
import * as campaigns from './campaign.ts'
import { takeCostFile } from './cost-file.ts'

const params = z.object({ id: idField })
const made = z.object({ id: idField })

export const show = route({
  method: 'get',
  path: '/attribution',
  summary: 'attribution.api.show',
  query: answers.asked,
  answer: answers.attribution,
  handler: async (ask, { query }) => {
    const found = await attributionOf(ask, query)
    ask.saw([], 'attribution', ['orders']) // of nobody; that it was asked is a look all the same
    return found
  },
})

export const listCampaigns = plainRoute({
  method: 'get',
  path: '/attribution/campaigns',
  summary: 'attribution.api.campaigns',
  answer: answers.campaigns,
  handler: async ({ program }) => ({ campaigns: await campaigns.listCampaigns(program.database.app) }),
})

export const addCampaign = plainRoute({
  method: 'post',
  path: '/attribution/campaigns',
  summary: 'attribution.api.add-campaign',
  body: answers.newCampaign,
  status: 201,
  answer: made,
  handler: async ({ program, asker, clock }, { body }) => ({
    id: await campaigns.addCampaign(program.database.app, body, { by: asker.actor, at: clock.now() }),
  }),
})

export const changeCampaign = plainRoute({
  method: 'put',
  path: '/attribution/campaigns/{id}',
  summary: 'attribution.api.change-campaign',
  params,
  body: answers.newCampaign,
  status: 204,
  answer: nothing,
  handler: ({ program }, { params: { id }, body }) => campaigns.changeCampaign(program.database.app, id, body),
})

export const removeCampaign = plainRoute({
  method: 'delete',
  path: '/attribution/campaigns/{id}',
  summary: 'attribution.api.remove-campaign',
  params,
  status: 204,
  answer: nothing,
  handler: ({ program }, { params: { id } }) => campaigns.removeCampaign(program.database.app, id),
})

export const putCost = plainRoute({
  method: 'post',
  path: '/attribution/costs',
  summary: 'attribution.api.put-cost',
  body: answers.newCost,
  answer: z.object({ became: z.enum(['added', 'changed', 'same']) }),
  handler: async ({ program, asker, clock }, { body }) => ({
    became: await transaction(program.database.app, db =>
      campaigns.putCost(db, body, 'hand', { by: asker.actor, at: clock.now() }),
    ),
  }),
})

export const removeCost = plainRoute({
  method: 'delete',
  path: '/attribution/costs/{id}',
  summary: 'attribution.api.remove-cost',
  params,
  status: 204,
  answer: nothing,
  handler: ({ program }, { params: { id } }) => campaigns.removeCost(program.database.app, id),
})

export const costFile = plainRoute({
  method: 'post',
  path: '/attribution/costs/file',
  summary: 'attribution.api.cost-file',
  body: answers.costFile,
  answer: answers.costsRead,
  handler: ({ program, asker, clock }, { body: { name, base64 } }) =>
    transaction(program.database.app, db =>
      takeCostFile(db, name, Buffer.from(base64, 'base64'), { by: asker.actor, at: clock.now() }),
    ),
})
