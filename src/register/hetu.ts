/** Finds Finnish personal identity codes (henkilötunnus) in free text and masks them: a register has no ground to keep them. */

const century: Readonly<Record<string, number>> = {
  '+': 1800,
  ...Object.fromEntries([...'-YXWVU'].map(sign => [sign, 1900])), // the letters since 2023, 690/2022
  ...Object.fromEntries([...'ABCDEF'].map(sign => [sign, 2000])),
}
const checkCharacters = '0123456789ABCDEFHJKLMNPRSTUVWXY'

/** Six digits, a sign, three digits and a check character; word processors turn the hyphen into a dash. */
const shape = /(?<![\p{L}\p{N}])(\d{2})(\d{2})(\d{2}) ?([-‐‑‒–—−+A-FU-Y]) ?(\d{3})([0-9A-Y])(?![\p{L}\p{N}])/giu

export const mask = '******-****'

function isCode([, day, month, year, written, number, check]: readonly string[]): boolean {
  const sign = /[A-Z+]/i.test(written ?? '') ? (written ?? '').toUpperCase() : '-'
  const fullYear = (century[sign] ?? 0) + Number(year)
  const date = new Date(Date.UTC(fullYear, Number(month) - 1, Number(day)))
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  const expected = checkCharacters[Number(`${day}${month}${year}${number}`) % 31]
  return exists && Number(number) >= 2 && expected === check?.toUpperCase() // 900–999 are temporary codes: masked too
}

/** The text with each personal identity code masked, and how many there were. */
export function maskIdentityCodes(text: string): { readonly text: string; readonly found: number } {
  let found = 0
  const masked = text.replace(shape, (whole, ...groups: string[]) => {
    if (!isCode([whole, ...groups])) return whole
    found += 1
    return mask
  })
  return { text: masked, found }
}
