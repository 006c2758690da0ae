/** Where a visit came from is one of a few groups, by the host that sent it and by what the link said of its campaign. */

export const sources = ['direct', 'search', 'social', 'assistant', 'mail', 'campaign', 'site'] as const
export type Source = (typeof sources)[number]

const groups: readonly (readonly [Source, RegExp])[] = [
  [
    'assistant',
    /(^|\.)(chatgpt\.com|openai\.com|perplexity\.ai|claude\.ai|gemini\.google\.com|copilot\.microsoft\.com|mistral\.ai|deepseek\.com|you\.com|grok\.com|meta\.ai)$/,
  ],
  ['mail', /^(mail|webmail|email|posti|outlook)\.|(^|\.)(outlook\.live\.com|proton\.me)$/],
  [
    'search',
    /(^|\.)(google|bing|yahoo|yandex|baidu|ecosia|qwant|startpage|search\.brave|seznam|naver|kagi|ask|aol|dogpile|metager|mojeek|swisscows)\.[a-z.]{2,6}$|(^|\.)(duckduckgo\.com|eniro\.fi|fonecta\.fi)$/,
  ],
  [
    'social',
    /(^|\.)(facebook|instagram|linkedin|twitter|x|youtube|tiktok|pinterest|reddit|whatsapp|snapchat|threads|tumblr|discord|quora|vk|bsky|mastodon|medium|twitch|vimeo)\.[a-z.]{2,6}$|(^|\.)(t\.co|lnkd\.in|youtu\.be|fb\.me|l\.messenger\.com|messenger\.com|t\.me|web\.telegram\.org|mastodon\.social|mstdn\.social)$/,
  ],
]

const bare = (host: string): string => host.replace(/^www\./, '').replace(/:\d+$/, '')

/** A page of the site itself led there, under its other name or on another port too. */
export const isOwnPage = (referrer: string, own: string): boolean => bare(referrer) === bare(own)

/** `referrer` is a host or empty; `own` the site's. A link that names its campaign comes from that, whoever showed it. */
export function cameFrom(
  referrer: string,
  own: string,
  { medium, campaign }: { readonly medium: string; readonly campaign: string },
): Source {
  if (/^e?-?mail|newsletter|uutiskirje$/i.test(medium)) return 'mail'
  if (medium !== '' || campaign !== '') return 'campaign'
  if (referrer === '' || isOwnPage(referrer, own)) return 'direct'
  return groups.find(([, hosts]) => hosts.test(bare(referrer)))?.[0] ?? 'site'
}
