/** Browsers are told to trust nothing but this server, and to tell nobody where the reader came from. */

import type { MiddlewareHandler } from 'hono'
import type { HttpEnv } from './arrival.ts'

const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
}

/** What is not a page may load and run nothing. */
const forData = "default-src 'none'; frame-ancestors 'none'"

/** A page without script. */
export const forPages =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** The staff application: its own script and style, and style elements that carry the nonce. */
export const forApplication = (nonce: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; media-src blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

/** Of every answer that does not say otherwise. Answers are kept by nobody unless they say so. */
export function headersOf(url: string): Readonly<Record<string, string>> {
  const https = url.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}
  return { ...always, ...https, 'content-security-policy': forData, 'cache-control': 'no-store' }
}

/** Sets the headers that the answer has not set itself. */
export function securityHeaders(url: string): MiddlewareHandler<HttpEnv> {
  const defaults = headersOf(url)
  return async (context, next) => {
    await next()
    const { headers } = context.res
    for (const [name, value] of Object.entries(defaults)) if (!headers.has(name)) headers.set(name, value)
  }
}
