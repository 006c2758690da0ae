/** In how many parts a text message goes: what every one of them costs is counted as networks do it. */

/** 3GPP TS 23.038, 6.2.1: the characters that take seven bits, and those that take two such places. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extended = new Set('^{}\\[~]|€')

/** Characters in the only part, and in each of several (3GPP TS 23.040, 9.2.3.24.1: six octets tell which part it is). */
const sizes = { 'gsm-7': { only: 160, each: 153 }, 'ucs-2': { only: 70, each: 67 } } as const

export interface SmsLength {
  readonly encoding: keyof typeof sizes
  /** 0 for an empty message. */
  readonly parts: number
  /** Places taken, of `room` in as many parts. */
  readonly used: number
  readonly room: number
  /** The characters that need the dearer alphabet, each once. */
  readonly beyond: readonly string[]
}

export function smsLength(body: string): SmsLength {
  const letters = [...body]
  const beyond = [...new Set(letters.filter(letter => !basic.has(letter) && !extended.has(letter)))]
  const encoding = beyond.length === 0 ? 'gsm-7' : 'ucs-2'
  const costs = letters.map(letter => (encoding === 'ucs-2' ? letter.length : extended.has(letter) ? 2 : 1))
  const used = costs.reduce((sum, cost) => sum + cost, 0)
  const { only, each } = sizes[encoding]
  if (used <= only) return { encoding, parts: used === 0 ? 0 : 1, used, room: only, beyond }
  let parts = 1
  let filled = 0
  // What takes two places is not parted.
  for (const cost of costs) {
    if (filled + cost > each) {
      parts++
      filled = 0
    }
    filled += cost
  }
  return { encoding, parts, used, room: parts * each, beyond }
}
