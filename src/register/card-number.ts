/** Finds payment card numbers: they are never taken into the register. */

/** Issuer ranges with their lengths (ISO/IEC 7812), so that order numbers and bank accounts are not taken for cards. */
const issuers: readonly RegExp[] = [
  /^4(\d{12}|\d{15}|\d{18})$/, // Visa
  /^(5[1-5]\d{14}|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^3(0[0-5]|[68]\d)\d{11}$/, // Diners Club
  /^(6011\d{12}|64[4-9]\d{13}|65\d{14})$/, // Discover
  /^35(2[89]|[3-8]\d)\d{12}$/, // JCB
  /^62\d{14,17}$/, // UnionPay
  /^(5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15}$/, // Maestro
]

/** Digits in groups; a letter or a `+` before them makes it a bank account or a telephone number. */
const shape = /(?<![\p{L}\p{N}+])\d(?:[ -]?\d){11,18}(?![\p{L}\p{N}])/gu

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, character, place) => {
    const doubled = Number(character) * (place % 2 === 1 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

function isCard(written: string): boolean {
  const digits = written.replace(/[ -]/g, '')
  return issuers.some(issuer => issuer.test(digits)) && luhn(digits)
}

/** Whether the text holds a number that a payment card could have. */
export const holdsCardNumber = (text: string): boolean => (text.match(shape) ?? []).some(isCard)

/** The text with each such number masked, for what a person has written by themselves. */
export const maskCardNumbers = (text: string): string =>
  text.replace(shape, written => (isCard(written) ? written.replace(/\d/g, '*') : written))
