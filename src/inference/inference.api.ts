/** Rules over HTTP: trying one, saving it, how good it is, and what was inferred of a person and why. */

import { z } from '@hono/zod-openapi'
import { idField, nothing, pageQuery, route } from '../http/route.ts'
import { inferencesOf } from './of-person.ts'
import { previewRule } from './preview.ts'
import { qualityOf } from './quality.ts'
import { changeRule, endRule, listRules, readRule, saveRule, showRule } from './rule.ts'
import {
  quality as measured,
  newRule,
  nextVersion,
  personInferences,
  preview as previewed,
  previewing,
  ruleContent,
  ruleDetails,
  ruleList,
} from './rule-answers.ts'
import { inferences } from './rule-plan.ts'

const params = z.object({ id: idField })

export const preview = route({
  method: 'post',
  path: '/inference-rules/preview',
  summary: 'inference.api.preview',
  body: previewing,
  answer: previewed,
  handler: async (ask, { body }) => {
    ask.saw([], 'inference.preview', [])
    return previewRule(ask, body)
  },
})

export const list = route({
  method: 'get',
  path: '/inference-rules',
  summary: 'inference.api.list',
  query: pageQuery,
  answer: ruleList,
  handler: async (ask, { query }) => {
    ask.saw([], 'inference', [])
    const { rules, next } = await listRules(ask, query)
    return { rules: [...rules], next }
  },
})

export const save = route({
  method: 'post',
  path: '/inference-rules',
  summary: 'inference.api.save',
  body: newRule,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    ask.saw([], 'inference.save', [])
    return { id: await saveRule(ask, body) }
  },
})

export const show = route({
  method: 'get',
  path: '/inference-rules/{id}',
  summary: 'inference.api.show',
  params,
  answer: ruleDetails,
  handler: async (ask, { params }) => {
    ask.saw([], 'inference.show', [])
    return showRule(ask, params.id)
  },
})

export const change = route({
  method: 'post',
  path: '/inference-rules/{id}/versions',
  summary: 'inference.api.change',
  params,
  body: nextVersion,
  status: 204,
  answer: nothing,
  handler: async (ask, { params, body }) => {
    ask.saw([], 'inference.save', [])
    await changeRule(ask, params.id, body)
  },
})

export const end = route({
  method: 'delete',
  path: '/inference-rules/{id}',
  summary: 'inference.api.end',
  params,
  status: 204,
  answer: nothing,
  handler: async (ask, { params }) => {
    ask.saw([], 'inference.end', [])
    await endRule(ask, params.id)
  },
})

export const quality = route({
  method: 'get',
  path: '/inference-rules/{id}/quality',
  summary: 'inference.api.quality',
  params,
  answer: measured,
  handler: async (ask, { params }) => {
    ask.saw([], 'inference.quality', [])
    return qualityOf(ask, ruleContent.parse((await readRule(ask, params.id)).content))
  },
})

export const ofPerson = route({
  method: 'get',
  path: '/persons/{id}/inferences',
  summary: 'inference.api.of-person',
  params,
  answer: personInferences,
  handler: async (ask, { params }) => {
    const found = await inferencesOf(ask, params.id)
    ask.saw([params.id], 'inference.of-person', [
      ...new Set([inferences, ...found.flatMap(({ evidence }) => evidence.map(({ category }) => category))]),
    ])
    return { inferences: found }
  },
})
