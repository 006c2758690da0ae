/** Payloads as the services send them are understood, and real signatures judged as their makers say. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Adapter, Delivery } from '../arrivals/adapter.ts'
import { twilio } from '../messages/twilio.ts'
import { googleLeads } from './google-leads.ts'
import { linkedin } from './linkedin.ts'
import { meta } from './meta.ts'

const samples = join(import.meta.dirname, '../../../shared/samples')
describe.skipIf(!existsSync(samples))('real payloads (skipped: no samples beside the project)', () => {
  const read = (name: string): string => readFileSync(join(samples, name), 'utf8')
  const via = {
    connection: 'c',
    settings: { verifyToken: 'tarkistus' },
    at: new Date('2026-03-01T10:00:00Z'),
    lang: 'fi' as const,
    contacting: () => [],
  }
  const of = (body: string): Delivery => ({
    method: 'POST',
    headers: new Headers(),
    query: new URLSearchParams(),
    body: Buffer.from(body),
  })

  test('Twilio: a text message that asks for erasure', () => {
    expect(twilio.translate(of(read('webhooks-skeletons/twilio_sms.txt')), via)).toMatchObject({
      about: { phone: '+358401234567', fromNumber: true },
      asks: { right: 'erasure', channel: 'sms' },
    })
  })
  test('Meta: messages, and a lead once it was fetched', () => {
    const parts = (name: string) => meta.split?.(of(read(`webhooks-skeletons/${name}`))) ?? []
    expect(parts('messenger_message.json').map(one => meta.translate(one, via))).toMatchObject([
      { about: { handle: '998877' }, rows: [{ values: { content: 'Kiitos!' } }], left: ['attachments'] },
    ])
    expect(parts('instagram_message.json').map(one => meta.identify(one).topic)).toEqual(['instagram.message'])
    const [told] = meta.split?.(of(read('webhooks/meta_leadgen.json'))) ?? []
    expect(told && meta.identify(told)).toMatchObject({ id: 'lead 233370042045345' })
    const fetched = { object: 'page', lead: JSON.parse(read('webhooks-skeletons/meta_lead_object.json')) }
    expect(meta.translate(of(JSON.stringify(fetched)), via)).toMatchObject({
      about: { given: 'Päivi', family: 'Mäkelä', phone: '+358401234567' },
      said: [],
      left: ['permissions'],
    })
  })
  test('Google: a trial', () => {
    const trial = of(read('webhooks-skeletons/google_ads_lead.json'))
    expect(googleLeads.authenticate(trial, 'lead-form-key', new Date())).toBe(true)
    expect(googleLeads.identify(trial)).toEqual({ id: 'TeSter-123pai', topic: 'lead', test: true })
    expect(googleLeads.translate(trial, via)).toMatchObject({
      about: { given: 'Päivi', email: 'paivi.makela@example.fi' },
    })
  })
  test('LinkedIn: a notification', () => {
    const told = of(read('webhooks-skeletons/linkedin_lead_notification.json'))
    expect(linkedin.identify(told)).toMatchObject({ topic: 'lead.created' })
  })
  test('signatures', () => {
    const vectors: Record<string, unknown>[] = ['published', 'computed'].flatMap(name =>
      JSON.parse(read(`signatures/${name}_vectors.json`)),
    )
    const known: Record<string, Adapter> = { twilio, meta, 'linkedin-post': linkedin }
    const tried = vectors.filter(({ scheme, form, body }) => Object.hasOwn(known, String(scheme)) && (form ?? body))
    for (const { scheme, secret, body, form, url, headers, valid = true } of tried) {
      const content = form ? String(new URLSearchParams(form as Record<string, string>)) : String(body)
      const made = { ...of(content), url: String(url ?? ''), headers: new Headers(headers as Record<string, string>) }
      expect([scheme, known[String(scheme)]?.authenticate(made, String(secret), new Date())]).toEqual([scheme, valid])
    }
    expect(tried.length).toBeGreaterThan(4)
    const challenge = vectors.find(({ scheme }) => scheme === 'linkedin-challenge')
    const query = new URLSearchParams(challenge?.query as Record<string, string>)
    const told = linkedin.challenge?.({ ...of(''), method: 'GET', query }, String(challenge?.secret), {})
    expect(JSON.parse(told?.body ?? '')).toEqual(challenge?.response)
  })
})
