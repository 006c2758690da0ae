/** Twilio's calls: each turn of a call is a form of its own, signed like a text message. */

import { z } from 'zod'
import { adapter, type Delivery, type Facts, type Ignored, type Via } from '../arrivals/adapter.ts'
import { momentOf } from '../arrivals/shape.ts'
import { checkAuthToken, isSignedByTwilio, numberIn, readFields } from '../messages/twilio-form.ts'
import { place } from '../social/fetch-there.ts'
import { type CallWord, factsOfCall, factsOfRecording } from './call.ts'
import { isOwn, ownNumbers } from './own-numbers.ts'
import { recordingDays } from './recording-days.ts'

const seconds = z.coerce.number().int().min(0).max(200_000).default(0)
const call = z.object({
  CallSid: z.string().regex(/^\w{10,64}$/),
  CallStatus: z
    .enum(['queued', 'initiated', 'ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'canceled', 'failed'])
    .optional(),
  Direction: z.string().max(40).default('inbound'),
  From: z.string().max(100).default(''),
  To: z.string().max(100).default(''),
  CallDuration: seconds,
  Timestamp: z.string().max(60).optional(),
  /** Of the verb Dial: what became of ringing those who answer. */
  DialCallStatus: z.string().max(40).optional(),
  DialCallDuration: seconds,
  RecordingSid: z
    .string()
    .regex(/^RE\w{1,62}$/)
    .optional(),
  RecordingStatus: z.string().max(40).optional(),
  AccountSid: z
    .string()
    .regex(/^AC\w{1,62}$/)
    .optional(),
})

const settings = z.object({
  own: ownNumbers,
  announcement: z
    .string()
    .trim()
    .min(10)
    .max(1000)
    .optional()
    .describe(
      'How callers are told at the beginning that the call is recorded, and why; without it no recording is fetched',
    ),
  api: place('https://api.twilio.com').describe('Where recordings are fetched'),
  removesThere: z.boolean().default(false).describe('Whether a recording is removed at Twilio once it is kept here'),
  recordingDays,
})
type Call = z.output<typeof call>

const goingOn: Readonly<Record<string, CallWord['state']>> = {
  queued: 'started',
  initiated: 'started',
  ringing: 'started',
  'in-progress': 'answered',
}

function wordOf(told: Call, via: Via<z.output<typeof settings>>): CallWord | undefined {
  const { CallSid: id, CallStatus: status, Direction, From, To, Timestamp, DialCallStatus: dialled } = told
  const direction = Direction.startsWith('outbound') ? 'out' : 'in'
  const number = numberIn(direction === 'in' ? From : To)
  if (status === undefined || number === undefined || isOwn(via.settings.own, number)) return undefined
  const at = Timestamp === undefined ? via.at.toISOString() : momentOf(Timestamp, 'Timestamp')
  const known = { id, direction, number, at } as const
  if (dialled !== undefined) {
    const answered = dialled === 'completed' || dialled === 'answered'
    return { ...known, state: 'forwarded', end: { answered, seconds: told.DialCallDuration } }
  }
  const state = goingOn[status]
  if (state) return { ...known, state }
  return { ...known, state: 'ended', end: { answered: status === 'completed', seconds: told.CallDuration } }
}

/** Where the recording lies of which this delivery tells; never at an address that a delivery tells. */
export function recordingIn(delivery: Delivery, told: unknown): RecordingThere | undefined {
  const { AccountSid, RecordingSid } = readFields(call, delivery)
  const { api, announcement, removesThere } = settings.parse(told)
  if (AccountSid === undefined || RecordingSid === undefined || announcement === undefined) return undefined
  const at = `/2010-04-01/Accounts/${AccountSid}/Recordings/${RecordingSid}`
  return {
    sound: new URL(`${at}.mp3`, api),
    user: AccountSid,
    removes: removesThere ? new URL(`${at}.json`, api) : undefined,
  }
}

export interface RecordingThere {
  readonly sound: URL
  readonly user: string
  /** What is deleted once it is kept here; undefined where it stays there. */
  readonly removes: URL | undefined
}

export const twilioVoice = adapter({
  kind: 'twilio-voice',
  method: 'POST',
  secret: 'pasted',
  settings,
  checkSecret: checkAuthToken,
  authenticate: isSignedByTwilio,
  identify: delivery => {
    const { CallSid, CallStatus, DialCallStatus, RecordingSid } = readFields(call, delivery)
    const turn = [CallStatus, DialCallStatus && `dial-${DialCallStatus}`, RecordingSid].filter(Boolean).join(' ')
    const topic = RecordingSid ? 'recording' : DialCallStatus ? 'dialled' : (CallStatus ?? 'told')
    return { id: `${CallSid} ${turn}`, topic: `call.${topic}` }
  },
  // Nothing more is to be done with the call: our answer ends what it answers.
  answer: () => ({ type: 'text/xml', body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>' }),
  translate: (delivery, via): Facts | Ignored => {
    const told = readFields(call, delivery)
    if (told.RecordingSid !== undefined) {
      if (told.RecordingStatus !== 'completed' || told.AccountSid === undefined) return { ignored: 'not-ours' }
      return via.settings.announcement === undefined
        ? { ignored: 'not-announced' }
        : factsOfRecording(told.CallSid, via)
    }
    if (told.CallStatus === undefined) return { ignored: 'not-ours' }
    const word = wordOf(told, via)
    return word ? factsOfCall(word, via) : { ignored: 'no-person' }
  },
  sample: (_secret, now) => ({
    method: 'POST',
    headers: new Headers(),
    query: new URLSearchParams(),
    body: Buffer.from(
      String(new URLSearchParams({ CallSid: `CA${now.getTime()}`, From: '+358401234567', CallStatus: 'ringing' })),
    ),
  }),
})
