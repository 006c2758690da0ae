/** Services that notices name by their brand: what each does for a shop, and the country of the firm behind it. */

import { terms } from './term.ts'

export interface KnownService {
  readonly name: string
  /** A word of the vocabulary's services. */
  readonly does: string
  /** ISO 3166-1 alpha-2, of the provider as it is generally known; the text of a notice may say another. */
  readonly country: string
}

type Row = readonly [name: string, does: string, country: string, ...terms: readonly string[]]

const rows: readonly Row[] = [
  ['Google Analytics', 'analytics', 'US', 'google analytics*', 'analytics 4'],
  ['Google Ads', 'advertising', 'US', 'google ads*', 'google adwords', 'adsense', 'doubleclick'],
  ['Google Workspace', 'email', 'US', 'google (workspace|suite|drive|docs|forms|apps)', 'g suite', 'gmail*'],
  [
    'Google',
    'hosting',
    'US',
    'google(n|lla|lle|s|ia)?(?! (analytics|ads|adwords|workspace|suite|drive|docs|forms|apps|maps))( (llc|inc|ireland))?*',
  ],
  ['Google Tag Manager', 'analytics', 'US', 'google tag manager'],
  [
    'Microsoft 365',
    'email',
    'US',
    'microsoft( (365|office|teams|azure|forms|clarity|corporation))?',
    'office 365',
    'outlook',
  ],
  ['Mailchimp', 'newsletter', 'US', 'mailchimp*', 'mail chimp', 'rocket science group*'],
  ['ActiveCampaign', 'newsletter', 'US', 'active ?campaign*'],
  ['Brevo', 'newsletter', 'FR', 'brevo*', 'sendinblue*'],
  ['MailerLite', 'newsletter', 'IE', 'mailer ?lite*'],
  ['Klaviyo', 'newsletter', 'US', 'klaviyo*'],
  ['Creamailer', 'newsletter', 'FI', 'creamailer*'],
  ['Liana', 'newsletter', 'FI', 'liana(mailer|technologies|cem)*', 'lianan'],
  ['Kit', 'newsletter', 'US', 'convertkit*'],
  ['GetResponse', 'newsletter', 'PL', 'getresponse*'],
  ['Constant Contact', 'newsletter', 'US', 'constant contact'],
  ['HubSpot', 'customer-service', 'US', 'hubspot*'],
  ['Salesforce', 'customer-service', 'US', 'salesforce*', 'pardot*'],
  ['Pipedrive', 'customer-service', 'EE', 'pipedrive*'],
  ['Zendesk', 'customer-service', 'US', 'zendesk*'],
  ['Intercom', 'customer-service', 'US', 'intercom'],
  ['Freshdesk', 'customer-service', 'US', 'freshdesk*', 'freshworks*'],
  ['Giosg', 'customer-service', 'FI', 'giosg*'],
  [
    'Meta',
    'social-media',
    'IE',
    'meta( platforms)?( ireland)?(?=[ ,.)]|$)',
    'facebook( pixel| pikseli)?*',
    'instagram*',
    'meta pixel',
  ],
  ['LinkedIn', 'social-media', 'IE', 'linkedin*'],
  ['TikTok', 'social-media', 'IE', 'tiktok*'],
  ['YouTube', 'social-media', 'IE', 'youtube*'],
  ['X', 'social-media', 'IE', 'twitter*'],
  ['Pinterest', 'social-media', 'IE', 'pinterest*'],
  ['Shopify', 'hosting', 'CA', 'shopify*'],
  ['WooCommerce', 'hosting', 'US', 'woocommerce*', 'automattic*', 'jetpack'],
  ['Wix', 'hosting', 'IL', 'wix(\\.com)?(in|issa|istä|illä)?'],
  ['Squarespace', 'hosting', 'US', 'squarespace*'],
  ['WordPress', 'hosting', 'US', 'wordpress\\.com'],
  ['MyCashflow', 'hosting', 'FI', 'mycashflow*', 'pulse247'],
  ['Vilkas', 'hosting', 'FI', 'vilkas( group)?*'],
  ['Kotisivukone', 'hosting', 'FI', 'kotisivukone*'],
  ['Webnode', 'hosting', 'CH', 'webnode*'],
  ['Zoner', 'hosting', 'FI', 'zoner*'],
  ['Louhi', 'hosting', 'FI', 'louhi net*', 'louhen'],
  ['Hostinger', 'hosting', 'LT', 'hostinger*'],
  ['GitHub', 'hosting', 'US', 'github*'],
  ['Netlify', 'hosting', 'US', 'netlify*'],
  ['Vercel', 'hosting', 'US', 'vercel*'],
  ['Cloudflare', 'hosting', 'US', 'cloudflare*'],
  ['Amazon Web Services', 'hosting', 'US', 'amazon( web services)?', 'aws'],
  ['UpCloud', 'hosting', 'FI', 'upcloud*'],
  ['Hetzner', 'hosting', 'DE', 'hetzner*'],
  ['Dropbox', 'hosting', 'US', 'dropbox*'],
  ['Paytrail', 'payments', 'FI', 'paytrail*', 'checkout finland*'],
  ['Stripe', 'payments', 'US', 'stripe*'],
  ['PayPal', 'payments', 'LU', 'paypal*'],
  ['Klarna', 'payments', 'SE', 'klarna*'],
  ['Svea', 'payments', 'SE', 'svea( bank)?*', 'maksuturva'],
  ['Nets', 'payments', 'DK', 'nets( denmark| easy)?'],
  ['Adyen', 'payments', 'NL', 'adyen*'],
  ['Zettle', 'payments', 'SE', 'i?zettle*'],
  ['SumUp', 'payments', 'IE', 'sumup*'],
  ['MobilePay', 'payments', 'DK', 'mobilepay*'],
  ['Visma', 'accounting', 'NO', 'visma( pay| netvisor| severa)?*', 'netvisor*'],
  ['Procountor', 'accounting', 'FI', 'procountor*', 'finago*'],
  ['Fennoa', 'accounting', 'FI', 'fennoa*'],
  ['Holvi', 'accounting', 'FI', 'holvi*'],
  ['Posti', 'delivery', 'FI', 'posti(n|lle| group| oyj)?(?= |$|[,.)])'],
  ['Matkahuolto', 'delivery', 'FI', 'matkahuol(to|lon|lolle|toon)'],
  ['DHL', 'delivery', 'DE', 'dhl*'],
  ['PostNord', 'delivery', 'SE', 'postnord*'],
  ['DB Schenker', 'delivery', 'DE', '(db )?schenker*'],
  ['Budbee', 'delivery', 'SE', 'budbee*'],
  ['Timma', 'course-platform', 'FI', 'timma(n|lla|ssa)?', 'timman'],
  ['Vello', 'course-platform', 'FI', 'vello(n|ssa)?( solutions)?'],
  ['Phorest', 'course-platform', 'IE', 'phorest*'],
  ['Treatwell', 'course-platform', 'GB', 'treatwell*'],
  ['Calendly', 'course-platform', 'US', 'calendly*'],
  ['MyClub', 'course-platform', 'FI', 'myclub*'],
  ['Suomisport', 'course-platform', 'FI', 'suomisport*'],
  ['FloMembers', 'course-platform', 'FI', 'flomembers*'],
  ['Thinkific', 'course-platform', 'CA', 'thinkific*'],
  ['Teachable', 'course-platform', 'US', 'teachable*'],
  ['Kajabi', 'course-platform', 'US', 'kajabi*'],
  ['Zoom', 'course-platform', 'US', 'zoom( video communications)?(in|issa)?'],
  ['Lyyti', 'course-platform', 'FI', 'lyyti(n|ssä)?'],
  ['Eventbrite', 'course-platform', 'US', 'eventbrite*'],
  ['Tiketti', 'course-platform', 'FI', 'tiket(ti|in|ille|iltä|tiin)'],
  ['Lippupiste', 'course-platform', 'FI', 'lippupiste*'],
  ['Ticketmaster', 'course-platform', 'US', 'ticketmaster*', 'lippupalvelu'],
  ['Mews', 'course-platform', 'CZ', 'mews( systems)?'],
  ['Booking.com', 'course-platform', 'NL', 'booking\\.com'],
  ['Expedia', 'course-platform', 'US', 'expedia*'],
  ['Hotjar', 'analytics', 'MT', 'hotjar*'],
  ['Matomo', 'analytics', 'NZ', 'matomo*', 'piwik*'],
  ['Leadfeeder', 'analytics', 'FI', 'leadfeeder*', 'dealfront*'],
  ['Snoobi', 'analytics', 'FI', 'snoobi*'],
  ['Cookiebot', 'hosting', 'DK', 'cookiebot*', 'usercentrics*'],
  ['Surveypal', 'research', 'FI', 'surveypal*'],
  ['Webropol', 'research', 'FI', 'webropol*'],
  ['Typeform', 'research', 'ES', 'typeform*'],
  ['SurveyMonkey', 'research', 'US', 'survey ?monkey*'],
  ['Trustpilot', 'research', 'DK', 'trustpilot*'],
  ['Lowell', 'debt-collection', 'FI', 'lowell*', 'lindorff*'],
  ['Intrum', 'debt-collection', 'SE', 'intrum*'],
  ['Ropo', 'debt-collection', 'FI', 'ropo capital*', 'ropo( one)?'],
  ['Axiell', 'customer-service', 'SE', 'axiell*'],
]

const services: readonly (KnownService & { readonly expression: RegExp })[] = rows.map(
  ([name, does, country, ...words]) => ({ name, does, country, expression: terms(words) }),
)

/** One expression for all, so that a sentence without any is passed over at once. */
const anyService = terms(rows.flatMap(([, , , ...words]) => words))

/** The services that a sentence names, each once, in the order of the list. */
export const servicesIn = (text: string): readonly KnownService[] =>
  anyService.test(text) ? services.filter(one => one.expression.test(text)) : []

export const serviceNamed = (name: string): KnownService | undefined => services.find(one => one.name === name)
