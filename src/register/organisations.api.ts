/** Organisations over HTTP; the people who act for them are shown as the purpose sees them, and looked at as such. */

import { z } from '@hono/zod-openapi'
import { route } from '../http/route.ts'
import * as answers from './organisation-answers.ts'
import {
  changeOrganisation,
  listOrganisations,
  openOrganisation,
  readOrganisation,
  readOrganisationChanges,
  readPeople,
} from './organisations.ts'
import * as requests from './requests.ts'

const organisation = z.object({ id: z.uuid() })

export const list = route({
  method: 'get',
  path: '/organisations',
  summary: 'register.api.organisations',
  query: requests.findOrganisations.omit({ q: true }),
  answer: answers.organisationList,
  handler: (ask, { query }) => {
    ask.saw([], 'organisations', [])
    return listOrganisations(ask, query)
  },
})

export const find = route({
  method: 'post',
  path: '/organisations/find',
  summary: 'register.api.find-organisations',
  body: requests.findOrganisations,
  answer: answers.organisationList,
  handler: (ask, { body }) => {
    ask.saw([], 'organisations', [])
    return listOrganisations(ask, body)
  },
})

export const open = route({
  method: 'post',
  path: '/organisations',
  summary: 'register.api.open-organisation',
  body: requests.organisation,
  status: 201,
  answer: organisation,
  handler: async (ask, { body }) => {
    ask.saw([], 'organisation', [])
    return { id: await openOrganisation(ask, body) }
  },
})

export const show = route({
  method: 'get',
  path: '/organisations/{id}',
  summary: 'register.api.organisation',
  params: organisation,
  answer: answers.organisationPage,
  handler: async (ask, { params }) => {
    const [record, people] = await Promise.all([readOrganisation(ask, params.id), readPeople(ask, params.id)])
    ask.saw(
      people.people.map(({ id }) => id),
      'organisation',
      ['work', 'identity'],
    )
    return { ...record, ...people }
  },
})

export const change = route({
  method: 'patch',
  path: '/organisations/{id}',
  summary: 'register.api.change-organisation',
  params: organisation,
  body: requests.changeOrganisation,
  answer: organisation,
  handler: async (ask, { params, body }) => {
    ask.saw([], 'organisation', [])
    return { id: await changeOrganisation(ask, params.id, body) }
  },
})

export const changes = route({
  method: 'get',
  path: '/organisations/{id}/changes',
  summary: 'register.api.organisation-changes',
  params: organisation,
  answer: answers.organisationChanges,
  handler: async (ask, { params }) => {
    ask.saw([], 'organisation', [])
    return readOrganisationChanges(ask, params.id)
  },
})
