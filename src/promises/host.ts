/** Whose machine a service runs on: the controller's own, or somebody's who must then stand among the recipients of the notice. */

import { isIP } from 'node:net'
import type { Settings } from '../base/settings.ts'
import type { Notice } from '../notice/notice.ts'
import { type services, vocabularyText } from '../notice/vocabulary.ts'
import { isPrivate } from './visit.ts'

export interface Host {
  /** Of a setting: SMTP_URL, DATABASE_URL. */
  readonly url: string
  /** What whoever runs it does for the controller: a recipient with one of these services accounts for it. */
  readonly does: readonly (typeof services)[number][]
}

export const hostOf = ({ url }: Pick<Host, 'url'>): string => new URL(url).hostname.replace(/^\[|\]$/g, '')

/** This machine, the local network, or a name under the controller's own domain: that of its e-mail address or of this server. */
export function isOwn(host: string, notice: Notice, { url }: Pick<Settings, 'url'>): boolean {
  if (host === '' || host === 'localhost' || !/[.:]/.test(host)) return true
  if (isIP(host)) return isPrivate(host)
  const domains = [notice.contact.email, notice.controller.email].flatMap(email => email?.split('@').at(-1) ?? [])
  const server = new URL(url).hostname
  return [...domains, ...(isIP(server) ? [] : [server])].some(domain => isWithin(host, domain.toLowerCase()))
}

const isWithin = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)

/** True of the controller's own, and of what a recipient of the notice accounts for: by the service, or by bearing the host's name. */
export function isDeclared(notice: Notice, settings: Pick<Settings, 'url'>, service: Host): boolean {
  const host = hostOf(service)
  if (isOwn(host, notice, settings)) return true
  const served = service.does.map(id => vocabularyText(`services.${id}`).fi)
  const label = host.split('.').at(-2) ?? host
  return notice.recipients.some(
    recipient =>
      served.includes(recipient.for.fi) ||
      (label.length > 2 && recipient.name.toLowerCase().includes(label.toLowerCase())),
  )
}
