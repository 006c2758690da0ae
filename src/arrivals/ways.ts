/** How a person was told from where their data came, or why they were not (Art. 14(5)), and what became of the e-mail that tells it. */

export const ways = ['email', 'letter', 'phone', 'in-person', 'knows', 'not-possible'] as const

export const mailStates = ['waiting', 'sent', 'failed', 'no-address'] as const

/** Whom a list of them shows: who is to be told, whom of them no e-mail reaches, who was told. */
export const which = ['open', 'post', 'settled'] as const
export type Which = (typeof which)[number]
