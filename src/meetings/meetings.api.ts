/** Arranged meetings over HTTP, as files for calendar programs too, and the link to one's own calendar. */

import { z } from '@hono/zod-openapi'
import { idField, nothing, route } from '../http/route.ts'
import { endFeed, feedSince, makeFeed } from './feed.ts'
import { arrangeMeeting, callOff, changeMeeting, listMeetings, meetingFile } from './meeting.ts'
import * as answers from './meeting-answers.ts'

const params = z.object({ id: idField })
const categories = ['service-events', 'identity']

export const arrange = route({
  method: 'post',
  path: '/persons/{id}/meetings',
  summary: 'meetings.api.arrange',
  params,
  body: answers.newMeeting,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { params: { id: person }, body }) => {
    const id = await arrangeMeeting(ask, person, body)
    ask.saw([person], 'meeting.arrange', categories)
    return { id }
  },
})

export const list = route({
  method: 'get',
  path: '/arranged-meetings',
  summary: 'meetings.api.list',
  query: answers.meetingSearch,
  answer: answers.meetingList,
  handler: async (ask, { query }) => {
    const found = await listMeetings(ask, query)
    ask.saw([...new Set(found.meetings.map(({ person }) => person.id))], 'meetings', categories)
    return found
  },
})

export const change = route({
  method: 'put',
  path: '/arranged-meetings/{id}',
  summary: 'meetings.api.change',
  params,
  body: answers.changedMeeting,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([await changeMeeting(ask, id, body)], 'meeting.change', categories)
  },
})

export const off = route({
  method: 'post',
  path: '/arranged-meetings/{id}/called-off',
  summary: 'meetings.api.off',
  params,
  body: answers.calledOff,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([await callOff(ask, id, body.expected)], 'meeting.off', categories)
  },
})

export const file = route({
  method: 'get',
  path: '/arranged-meetings/{id}/calendar',
  summary: 'meetings.api.file',
  params,
  answer: answers.calendarFile,
  handler: async (ask, { params: { id } }) => {
    const { person, calendar } = await meetingFile(ask, id)
    ask.saw([person], 'meeting.file', categories)
    return { name: 'tapaaminen.ics', calendar }
  },
})

export const feed = route({
  method: 'get',
  path: '/calendar-feed',
  summary: 'meetings.api.feed',
  answer: answers.feedState,
  handler: async ask => {
    ask.saw([], 'meetings.feed', [])
    return { madeAt: (await feedSince(ask))?.toISOString() ?? null }
  },
})

export const newFeed = route({
  method: 'post',
  path: '/calendar-feed',
  summary: 'meetings.api.new-feed',
  status: 201,
  answer: answers.madeFeed,
  handler: async ask => {
    ask.saw([], 'meetings.feed', [])
    return { url: await makeFeed(ask) }
  },
})

export const feedEnd = route({
  method: 'delete',
  path: '/calendar-feed',
  summary: 'meetings.api.feed-end',
  status: 204,
  answer: nothing,
  handler: async ask => {
    ask.saw([], 'meetings.feed', [])
    await endFeed(ask)
  },
})
