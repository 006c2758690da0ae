/** Campaigns over HTTP: making one, counting whom it would reach, starting, pausing and stopping it, and what became of it. */

import { z } from '@hono/zod-openapi'
import { idField, nothing, pageQuery, route } from '../http/route.ts'
import { listedCategories } from '../register/listed.ts'
import { scopeFor } from '../register/scope.ts'
import { countAudience } from './audience.ts'
import { actUpon, type Carriers, changeCampaign, listCampaigns, makeCampaign, showCampaign } from './campaign.ts'
import {
  act,
  audience,
  audienceAsked,
  campaignDetails,
  campaignList,
  changedCampaign,
  newCampaign,
  outcomes,
  recipientList,
  results,
} from './campaign-answers.ts'
import { recipientsOf, resultsOf } from './results.ts'
import type { Letters } from './written.ts'

const params = z.object({ id: idField })

export const campaignRoutes = (letters: Letters, carriers: Carriers) => ({
  list: route({
    method: 'get',
    path: '/campaigns',
    summary: 'campaigns.api.list',
    query: pageQuery,
    answer: campaignList,
    handler: async (ask, { query }) => {
      ask.saw([], 'campaigns', [])
      return listCampaigns(ask, query)
    },
  }),

  count: route({
    method: 'post',
    path: '/campaigns/audience',
    summary: 'campaigns.api.audience',
    body: audienceAsked,
    answer: audience,
    handler: async (ask, { body }) => {
      ask.saw([], 'campaigns.audience', [])
      return countAudience(ask, body)
    },
  }),

  make: route({
    method: 'post',
    path: '/campaigns',
    summary: 'campaigns.api.make',
    body: newCampaign,
    status: 201,
    answer: z.object({ id: z.uuid() }),
    handler: async (ask, { body }) => {
      ask.saw([], 'campaigns.make', [])
      return { id: await makeCampaign(ask, letters, body) }
    },
  }),

  show: route({
    method: 'get',
    path: '/campaigns/{id}',
    summary: 'campaigns.api.show',
    params,
    answer: campaignDetails,
    handler: async (ask, { params }) => {
      ask.saw([], 'campaigns.show', [])
      return showCampaign(ask, params.id)
    },
  }),

  change: route({
    method: 'put',
    path: '/campaigns/{id}',
    summary: 'campaigns.api.change',
    params,
    body: changedCampaign,
    status: 204,
    answer: nothing,
    handler: async (ask, { params, body }) => {
      ask.saw([], 'campaigns.change', [])
      await changeCampaign(ask, letters, params.id, body)
    },
  }),

  act: route({
    method: 'post',
    path: '/campaigns/{id}/steps',
    summary: 'campaigns.api.act',
    params,
    body: act,
    status: 204,
    answer: nothing,
    handler: async (ask, { params, body }) => {
      ask.saw([], `campaigns.${body.act}`, [])
      await actUpon(ask, carriers, letters, params.id, body)
    },
  }),

  results: route({
    method: 'get',
    path: '/campaigns/{id}/results',
    summary: 'campaigns.api.results',
    params,
    answer: results,
    handler: async (ask, { params }) => {
      ask.saw([], 'campaigns.results', [])
      return resultsOf(ask, params.id)
    },
  }),

  recipients: route({
    method: 'get',
    path: '/campaigns/{id}/recipients',
    summary: 'campaigns.api.recipients',
    params,
    query: pageQuery.extend({ outcome: z.enum(outcomes).optional(), why: z.string().max(60).optional() }),
    answer: recipientList,
    handler: async (ask, { params, query }) => {
      const found = await recipientsOf(ask, params.id, query)
      const persons = found.recipients.map(({ person }) => person)
      ask.saw(persons, 'campaigns.recipients', listedCategories(await scopeFor(ask), []))
      return found
    },
  }),
})
