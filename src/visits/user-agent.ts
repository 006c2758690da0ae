/** Machines are told from people, and telephones from computers, by what a browser says of itself; nothing more of it is kept. */

export type Device = 'phone' | 'tablet' | 'desktop'

/** Words that machines say of themselves; an address to read more at, or to write to, is one of them. */
const machines =
  /bot\b|bot[\d/_;:.-]|crawl|spider|slurp|scrap|archiv|headless|phantomjs|lighthouse|pagespeed|preview|prerender|validator|checker|monitor|uptime|pingdom|scan\b|scanner|fetch|feed|rss\b|reader\/|index|\bsearch\b(?!\/)|seo\b|httpclient|okhttp|urllib|curl|wget|libwww|python|\bjava\/|go-http|node-|facebookexternalhit|meta-external|slack(?:bot|-)|embedly|mediapartners|apis-google|googleother|google-|chatgpt|openai|anthropic|claude|perplexity|ccbot|applebot|inspect|analy[sz]er|probe|agent\b|survey|favicon|plugin|verity|thumb|snap(?:shot)?\b|capture|https?:|www\.|@/i

/** Browsers begin so, and all but the very old ones name their engine. */
const browsers = /^(?:mozilla\/|opera\/|nokia|blackberry|sonyericsson|samsung|dalvik)/i

/** Without a name at all, with that of a machine, or "compatible" with a browser without being one. */
export const isMachine = (agent: string): boolean =>
  agent.length < 20 ||
  !browsers.test(agent) ||
  machines.test(agent) ||
  /\(compatible(?:\)|; (?!msie|konqueror))/i.test(agent)

/** By what the browser says; a computer when it says nothing of the kind. */
export function deviceOf(agent: string): Device {
  if (/ipad|tablet|kindle|silk\/|playbook/i.test(agent) || (/android/i.test(agent) && !/mobile/i.test(agent)))
    return 'tablet'
  return /mobi|iphone|ipod|android|windows phone|opera mini|blackberry|bb10/i.test(agent) ? 'phone' : 'desktop'
}
