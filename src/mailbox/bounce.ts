/** A mail server's word on a message of ours is read for whom it is about and whether the address is dead (RFC 3464, and those who write otherwise). */

import { headerOf, idsIn, type Mail } from './mime.ts'

export interface Bounced {
  /** Lower case. */
  readonly address: string
  readonly action: 'failed' | 'delayed' | 'delivered'
  /** RFC 3463: 5.1.1. */
  readonly status: string | undefined
  /** Nobody is there, and nobody will be: nothing is sent to it any more. */
  readonly dead: boolean
}

export interface Bounce {
  readonly recipients: readonly Bounced[]
  /** Message-IDs of what came back. */
  readonly about: readonly string[]
}

const subjects =
  /undeliver|mail failed|delivery (?:status|failure|has failed|problem|report|notification)|(?:mail|message) (?:delivery|could not be)|returned mail|mail (?:failure|system error)|failure notice|delivery failed|non.?delivery|not delivered|ei voitu toimittaa|toimitus epäonnistui|toimittamat|kunde inte levereras|olevererbar|no entregado|unzustellbar/i

/** Where the message that came back begins, in reports without parts. */
const returned =
  /^(?:-{2,}.{0,12}(?:original|this is a copy|below this line|returned|unsent|undelivered).*|-+ ?Original message ?-+|Original message headers:|Your message:?|The following text was generated.*|.{0,20}Message (?:header|text) follows.*)$/im

/** What a mail server says of a message that it could not deliver; undefined of anything else. */
export function readBounce(mail: Mail): Bounce | undefined {
  const report = mail.parts.find(({ type }) => /^message\/(?:global-)?delivery-status$/.test(type))
  const reported = report ? recipientsIn(textOf(report.content), mail.text) : []
  const isProse = report === undefined && isFromServer(mail)
  if (reported.length === 0 && report === undefined && !isProse) return undefined
  const recipients = reported.length > 0 ? reported : recipientsInProse(mail)
  return recipients.length === 0 && !isProse ? undefined : { recipients, about: aboutWhat(mail) }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, 100_000))

function isFromServer(mail: Mail): boolean {
  const isEmpty = headerOf(mail, 'return-path').some(path => /^\s*<\s*>/.test(path))
  const sender = mail.from?.address ?? headerOf(mail, 'from').join(' ')
  const isDaemon = /mailer-daemon|mail.?delivery|postmaster|mdaemon|mailadmin|amazonses/i.test(
    `${sender} ${mail.from?.name ?? ''}`,
  )
  if (headerOf(mail, 'x-failed-recipients').length > 0) return true
  return (isDaemon && (isEmpty || subjects.test(mail.subject))) || (isEmpty && subjects.test(mail.subject))
}

// ── Reports ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One block a recipient; real ones lack or double the empty lines between them. */
function recipientsIn(report: string, prose: string): readonly Bounced[] {
  const blocks: Map<string, string>[] = []
  let block = new Map<string, string>()
  for (const [, name = '', value = ''] of report.replace(/\r?\n[ \t]+/g, ' ').matchAll(/^([A-Za-z-]+):[ \t]*(.*)$/gm)) {
    const key = name.toLowerCase()
    const begins = key === 'final-recipient' || key === 'original-recipient'
    if (begins && (block.has(key) || block.has('action') || block.has('status'))) {
      blocks.push(block)
      block = new Map()
    }
    block.set(key, value.trim())
  }
  return [...blocks, block].flatMap(fields => {
    const address = addressIn(fields.get('original-recipient') ?? '') ?? addressIn(fields.get('final-recipient') ?? '')
    if (address === undefined) return []
    const diagnostic = fields.get('diagnostic-code') ?? ''
    const said = diagnostic.length > 12 ? diagnostic : `${diagnostic} ${prose.slice(0, 3000)}`
    const status = statusIn(diagnostic.replace(/^[^;]*;/, '')) ?? statusIn(fields.get('status') ?? '')
    const word = fields.get('action')?.toLowerCase() ?? ''
    const action = /delay/.test(word) ? 'delayed' : /deliver|relay|expand/.test(word) ? 'delivered' : 'failed'
    return [{ address, action, status, dead: action === 'failed' && isDead(said, status) } as const]
  })
}

const addressIn = (value: string): string | undefined =>
  /([^\s<>;:,"'()[\]]+@[^\s<>;:,"'()[\]]+\.[^\s<>;:,"'()[\]]+?)[.]?(?:[\s<>;:,"'()[\]]|$)/
    .exec(value)?.[1]
    ?.toLowerCase()

const statusIn = (text: string): string | undefined =>
  text.match(/(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/g)?.at(-1)

// ── Prose ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function recipientsInProse(mail: Mail): readonly Bounced[] {
  const end = returned.exec(mail.text)?.index ?? mail.text.length
  const said = mail.text.slice(0, end > 60 ? end : mail.text.length).slice(0, 10_000)
  const own = new Set([...headerOf(mail, 'to'), ...headerOf(mail, 'from')].flatMap(value => addressIn(value) ?? []))
  const named = headerOf(mail, 'x-failed-recipients').flatMap(value =>
    value.split(',').flatMap(one => addressIn(one) ?? []),
  )
  const lines = said.split('\n')
  const found = lines.flatMap((line, at) => {
    const [, address] =
      /^\s*(?:[Tt]o:\s*|RCPT TO:\s*|\d+\.\s*|[*-]\s*)?<?([^\s<>:;,"()[\]]+@[^\s<>:;,"()[\]]+?)>?(?:[:.,\s]|<mailto|$)/.exec(
        line,
      ) ?? []
    return address === undefined ? [] : [{ address: address.toLowerCase(), at }]
  })
  const inline = [...said.matchAll(/[^\s<>:;,"()[\]]+@[^\s<>:;,"()[\]]+\.[a-z]{2,}/gi)].map(([one]) =>
    one.toLowerCase(),
  )
  const wanted = [
    ...new Set(named.length > 0 ? named : found.length > 0 ? found.map(one => one.address) : inline.slice(0, 1)),
  ]
  const delayed = /delay|will be retried|warning message only|viivästy|försenat/i.test(
    `${mail.subject}\n${said.slice(0, 800)}`,
  )
  return wanted
    .filter(address => !own.has(address) || wanted.length === 1)
    .slice(0, 50)
    .map(address => {
      const from = found.find(one => one.address === address)?.at ?? 0
      const next = found.find(one => one.at > from && one.address !== address)?.at ?? lines.length
      const about = wanted.length === 1 ? said : lines.slice(from, next).join('\n')
      const status = statusIn(about)
      const isLater = delayed && !/permanent|failed permanently/i.test(about)
      return {
        address,
        action: isLater ? 'delayed' : 'failed',
        status,
        dead: !isLater && isDead(about, status),
      } as const
    })
}

// ── What it means ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The address may be good: the mailbox is full, the sender or the text was not liked, or nobody answered in time. */
const alive =
  /full|quota|over.?size|too (?:large|big|many)|insufficient|not enough|storage|spam|virus|block(?:ed|list)|black.?list|reputation|dmarc|\bspf\b|\bdkim\b|authenticat|\bhelo\b|\bptr\b|reverse|relay|policy|rate.?limit|throttl|timed? ?out|temporar|try again|retry time|expired|suspend|inactive|moderat|group|not (?:have )?permi|(?:account|mailbox|user|address).{0,30}disabled|access denied|prohibited|sender.{0,30}(?:reject|denied|invalid|not)|content|banned/i
const nobody =
  /(?:user|recipient|mailbox|account|address|alias|adresse|local part)[^\n.]{0,60}(?:unknown|n['o]t exist|not exist|not found|could not be found|couldn't be found|wasn't found|no longer|not listed|is invalid|not known|not a known|no such)|(?:unknown|no such|invalid|nonexistent|non-existent|bad|undefined)[^\n.]{0,20}(?:user|recipient|mailbox|account|address|local|person|alias)|does(?: not|n['’]t) (?:exist|have an? [^\n]{0,40}account)|not listed in|recipnotfound|no mailbox (?:here|by)|mailbox unavailable|not our customer|user not local|moved/i
const nowhere =
  /(?:host|domain)[^\n.]{0,60}(?:unknown|not found|n['o]t exist|not exist|no such|invalid|does not accept mail|nullmx)|(?:unknown|no such|can't find any|couldn't find any)[^\n.]{0,12}(?:host|domain)|name service error|dns (?:error|lookup fail)|nxdomain|null ?mx|unrout(?:e)?able|no mx|does(?: not|n['’]t) accept (?:any )?(?:mail|e-?mail)|no smtp service|domain is not reachable/i

function isDead(said: string, status: string | undefined): boolean {
  if (status?.startsWith('2.')) return false
  if (/^[45]\.(?:2\.[023]|1\.[78]|[36]\.\d+)$/.test(status ?? '')) return false
  // It was taken and then refused for what it says.
  if (/in reply to end of DATA|malformed/i.test(said)) return false
  if (/^5\.1\.(?:1|2|3|6|10)$/.test(status ?? '')) return !/full|quota|not enough|insufficient|spam|block/i.test(said)
  if (nobody.test(said) || nowhere.test(said))
    return !alive.test(said) || /^5\.(?:1\.[012]|2\.1|4\.4)$/.test(status ?? '')
  return false
}

/** Of the message that came back, as far as it is repeated. */
function aboutWhat(mail: Mail): readonly string[] {
  const parts = mail.parts.filter(({ type }) =>
    /^(?:message\/(?:rfc822|global|global-headers|rfc822-headers)|text\/rfc822-headers)$/.test(type),
  )
  const texts = [...parts.map(({ content }) => textOf(content)), mail.text]
  return [
    ...new Set([
      ...texts.flatMap(text =>
        [...text.matchAll(/^\s*Message-I[dD]:\s*(<[^<>\s]{3,250}>)/gim)].flatMap(([, id]) => id ?? []),
      ),
      ...mail.answers,
      ...headerOf(mail, 'x-original-message-id').flatMap(idsIn),
    ]),
  ]
}
