/** Where a letter may lead: by https, or to an address of e-mail. */

/** https with a host and without a user, or mailto. Nothing that ends an attribute or a header. */
export const isLink = (href: string): boolean => {
  if (!/^(?:https:\/\/|mailto:)[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x7e]+$/.test(href) || !URL.canParse(href)) return false
  const { protocol, hostname, username, password, pathname } = new URL(href)
  return protocol === 'mailto:' ? pathname.includes('@') : hostname.includes('.') && username === '' && password === ''
}
