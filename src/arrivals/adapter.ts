/** What a sender of arrivals is to the intake: an adapter knows its signature, its events and its words, and nothing of the register. */

import type { z } from 'zod'
import type { Id } from '../base/ids.ts'
import type { Notice } from '../notice/notice.ts'
import type { NewRequest } from '../rights/request-answers.ts'
import type { TextLang } from '../texts/texts.ts'

/** A delivery as it came. */
export interface Delivery {
  readonly method: 'GET' | 'POST'
  readonly headers: Headers
  readonly query: URLSearchParams
  /** The public address with its query, as the sender knows it: some signatures are over it. */
  readonly url?: string | undefined
  /** Its very bytes: signatures are over them. */
  readonly body: Uint8Array
}

/** What a delivery is about, told before anything is made of it. */
export interface Event {
  /** By what the sender knows the event; what comes with the same id again counts once. */
  readonly id: string
  /** What happened, in the sender's word: `order.updated`. A code, never a text. */
  readonly topic: string
  /** The sender's own trial: it proves the way and reaches nobody. */
  readonly test?: boolean
  /** Of the notice that the person was shown, where the sender shows it; else the one in force. */
  readonly noticeVersion?: number
}

/** The topic of what was signed and is of no shape that the adapter knows: nothing is made of it, or fetched, before it is identified. */
export const unreadable = 'unreadable'

export interface Who {
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly given?: string | undefined
  readonly family?: string | undefined
  /** The number is where it came from: whoever has it is meant, by whatever name. */
  readonly fromNumber?: boolean | undefined
  /** By what the sender knows them, where it tells no address: whom it is about staff say once. */
  readonly handle?: string | undefined
  /** Messages of ours that it answers: who had them, where no address tells. */
  readonly answers?: readonly Id[]
}

export type FactValue = string | number | boolean | null

/** Values of one row of a category, by column. What the notice does not let this source write is left out of it. */
export interface RowFact {
  readonly category: string
  readonly values: Readonly<Record<string, FactValue>>
}

/** What the person has said or done, with what proves it: the words that they were shown, and where. */
export interface SaidFact {
  readonly kind: 'contract' | 'consent' | 'similar-purchase' | 'objection'
  readonly purpose?: string
  readonly channel?: 'email' | 'sms' | 'phone' | 'post' | 'social-media'
  readonly givenAt: string
  readonly wording?: string
  readonly method?: 'form' | 'double-opt-in' | 'sale' | 'phone' | 'message' | 'in-person'
  readonly place?: string
  readonly productGroup?: string
  readonly lang?: TextLang
  /** What the person said of their age, where the notice asks it. */
  readonly age?: 'of-age'
}

/** What the person did themselves, and when (ISO 8601): by it they come back though they had themselves erased before. */
export interface OwnAct {
  readonly kind: 'order' | 'registration' | 'message'
  readonly at: string
}

/** The notice at the point of collection (Art. 13): where it was shown to the person, in which language and version, and when. */
export interface ShownFact {
  readonly place: string
  readonly lang: TextLang
  readonly noticeVersion: number
  readonly at: string
}

/** The latest word on one part of a thing: of two words the later one stands, of two at one moment the one of higher rank. */
export interface Word {
  /** ISO 8601 in UTC, so that words compare as text. */
  readonly at: string
  readonly rank: number
  readonly value: unknown
}
export type Told = Readonly<Record<string, Word>>

/** Something of which several deliveries tell, in any order: an order, a case, a booking. */
export interface Thing {
  /** Those who tell of the same things: the connection, or the one whose things these are. */
  readonly group: string
  /** What the group calls it. */
  readonly reference: string
  readonly category: string
  /** Where neither is known: by what the person calls it, sought among the things of whoever it is about. Group and reference say nothing then. */
  readonly sought?: RowFact['values']
  /** What this delivery says of it. */
  readonly told: Told
  /** The rows that follow from all that has been told, by a key of their own; none until enough has been told. */
  readonly rows: (told: Told) => Readonly<Record<string, RowFact['values']>>
}

/** Facts about a person: all that an adapter makes of a delivery. */
export interface Facts {
  /** Whom it is about. Without it: whoever the thing belongs to. */
  readonly about: Who | undefined
  /** Nobody new comes into the register by it: what is about an unknown person is refused, and can be tried again when they are known. */
  readonly ofKnown?: true
  /** By what staff find it again at the sender: `tilaus 727`. */
  readonly reference: string
  readonly rows: readonly RowFact[]
  readonly said: readonly SaidFact[]
  /** Without it an address of somebody who was erased is refused. */
  readonly act?: OwnAct
  /** What follows for somebody whom the register did not know: that they have asked for something, so that it can be answered. */
  readonly saidByNewcomer?: readonly SaidFact[]
  /**
   * Staff choose whether somebody new is opened, and then this is said of them; of somebody known neither name nor address is noted.
   * Without it whoever is not known is opened at once.
   */
  readonly opensByStaff?: readonly SaidFact[]
  /** What it says besides that the register has no use for, by name: a permit without its proof (`permissions`). */
  readonly left?: readonly string[]
  readonly thing?: Thing
  readonly shown?: ShownFact
  readonly asks?: Asks
  /** What staff have to do because of it, by all that has been told of its thing; once a reference, and whether anybody knows who it is or not. */
  readonly followUp?: (told: Told, isKnown: boolean) => FollowUp | undefined
}

export interface FollowUp {
  /** Names nobody: a task about nobody in the register stays. */
  readonly title: string
  /** A day. */
  readonly due: string
}

/** A right that the person asks for: it is a request, whatever becomes of the rest. */
export interface Asks {
  readonly right: NewRequest['kind']
  readonly channel: NewRequest['channel']
  /** Whom to answer, as the sender tells it. */
  readonly requester: string
  readonly words: string
}

/** What an adapter is told of the connection that a delivery came through. */
export interface Via<Settings = unknown> {
  readonly connection: string
  readonly settings: Settings
  /** When it came. */
  readonly at: Date
  /** Of the words that are made here: the notice's language of record. */
  readonly lang: TextLang
  /** Purposes that contact people, by channel: whom a prohibition of the channel concerns. */
  readonly contacting: (channel: 'email' | 'sms') => readonly string[]
  /** Whether one of these messages is ours and of the kind, and a row of the category may be written here. Absent where nothing is written. */
  readonly continues?: (messages: readonly Id[], kind: string, category: string) => Promise<boolean>
}

/** Purposes of the notice that contact people by the channel. */
export const contactingIn =
  ({ purposes }: Notice): Via['contacting'] =>
  channel =>
    purposes.filter(({ channels }) => (channels[channel] ?? 'never') !== 'never').map(({ id }) => id)

/** Why a delivery reaches nobody, though nothing is wrong with it: the text is `arrivals.reason.<reason>`. */
export interface Ignored {
  readonly ignored:
    | 'not-placed'
    | 'no-person'
    | 'not-ours'
    | 'not-announced'
    | 'obeyed'
    | 'test'
    | 'auto-reply'
    | 'bounce'
    | 'complaint'
}

/** What the sender is answered, where it expects more than that the delivery was taken. */
export interface Answer {
  readonly type: 'text/plain' | 'text/xml' | 'application/json'
  readonly body: string
}

/** A word that is obeyed before anything is answered: nobody who has the address is written to by the channel any more. */
export interface Stop {
  readonly channel: 'sms'
  /** E.164 */
  readonly address: string
  readonly lang: TextLang
  /** Whether we tell the person that it was obeyed; not where the sender has told them. */
  readonly confirms: boolean
}

/** A row of a sender's export: what stands under a word of its header, in lower case; '' where nothing does. */
export type FileRow = (word: string) => string

/** How an export of the sender becomes what it would have delivered: one delivery a thing, however many rows tell of it. */
export interface OfFile {
  /** Words of the header, in lower case, that are all there. */
  readonly marks: readonly string[]
  /** What the rows of one thing share; '' of a row that tells of none. */
  readonly key: (row: FileRow) => string
  readonly delivery: (rows: readonly FileRow[]) => Delivery
}

export interface Adapter<Settings extends z.ZodType = z.ZodType> {
  readonly kind: string
  /** A door of this program's own: nobody outside delivers to it, and its connections are made where it is at home. */
  readonly isOurs?: true
  /** Its sender is a program of the controller's own, whose maker reads the answer: what cannot be read is refused there, and not kept. */
  readonly tellsMaker?: true
  readonly method: Delivery['method']
  /** Who makes the secret: we, shown once, or the sender, pasted here. */
  readonly secret: 'made' | 'pasted'
  /** What staff tell of a connection of this kind. */
  readonly settings: Settings
  /** Refuses (422) a pasted secret that cannot be one. */
  readonly checkSecret?: (secret: string) => void
  /** A first sign of life that the sender does not sign; it is answered and not kept. */
  readonly greets?: (delivery: Delivery) => boolean
  /** The answer to a question by which the sender makes sure whose the address is (GET); undefined when it is not asked rightly. */
  readonly challenge?: (delivery: Delivery, secret: string, settings: z.output<Settings>) => Answer | undefined
  /** Whether the delivery is the sender's; in constant time, within the sender's tolerance of time. */
  readonly authenticate: (delivery: Delivery, secret: string, now: Date) => boolean
  /** The deliveries that one with several events stands for, each to count once; without it, itself. Refuses what is not of its shape. */
  readonly split?: (delivery: Delivery) => readonly Delivery[]
  readonly stops?: (delivery: Delivery) => Stop | undefined
  /** The answer to a delivery that is kept; `confirmation`: what its sender is told, once, of a stop that is new. */
  readonly answer?: (confirmation: string | undefined) => Answer
  /** What it is about. Refuses what is not of its shape. */
  readonly identify: (delivery: Delivery) => Event
  /**
   * Fetches what a delivery only points to, and answers a delivery that has it. Refuses (`arrivals.not-fetched`) what may be had later:
   * it is tried again every hour while the delivery is kept.
   */
  readonly complete?: (delivery: Delivery, settings: z.output<Settings>, token: string) => Promise<Delivery>
  /** Refuses with a reason that a person can act on. */
  readonly translate: (delivery: Delivery, via: Via<z.output<Settings>>) => Facts | Ignored | Promise<Facts | Ignored>
  /** Its exports, where what is in them is enough. */
  readonly ofFile?: OfFile
  /** A delivery of invented content, signed, for the test of a connection; none where only the sender can sign. */
  readonly sample?: (secret: string, now: Date) => Delivery
}

/** Keeps the compiler's knowledge of an adapter's settings inside the adapter. */
export function adapter<Settings extends z.ZodType>(made: Adapter<Settings>): Adapter {
  const { complete, challenge, ...rest } = made
  return {
    ...rest,
    ...(challenge && {
      challenge: (delivery, secret, settings) => challenge(delivery, secret, made.settings.parse(settings)),
    }),
    ...(complete && {
      complete: (delivery, settings, token) => complete(delivery, made.settings.parse(settings), token),
    }),
    translate: (delivery, via) => made.translate(delivery, { ...via, settings: made.settings.parse(via.settings) }),
  }
}

export const isIgnored = (made: Facts | Ignored): made is Ignored => 'ignored' in made
