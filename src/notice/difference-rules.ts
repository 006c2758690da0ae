/** How much each kind of change weighs, what must happen first, to whom and why: the table of docs/notice-diff.md as data. */

import type { Must, Part, Weight } from './difference.ts'

/**
 * Whom of the register a change concerns. `category`: those of whom that category is held; `field` and `retention` the same, a period
 * for one purpose only those of that purpose; `uses`: of whom the categories in question are held; `purpose-uses`: of them those whom
 * the purpose may use; `purpose`: everybody whom it may use; `using`: whom the purposes that use the category may use; `source`: of
 * whom a category that the source feeds is held; `interest`: of whom a category used for the interest is held; `inferred`: of
 * whom something is inferred.
 */
export type Whom =
  | 'nobody'
  | 'everybody'
  | 'category'
  | 'retention'
  | 'uses'
  | 'purpose-uses'
  | 'purpose'
  | 'using'
  | 'source'
  | 'interest'
  | 'inferred'

export interface Rule {
  readonly part: Part
  readonly weight: Weight
  readonly must: Must
  readonly whom: Whom
  /** The sentence `differences.why.<why>`. */
  readonly why: string
  readonly articles: readonly string[]
}

const newOne =
  (must: Must) =>
  (part: Part, whom: Whom, why: string, ...articles: readonly string[]): Rule => ({
    part,
    weight: 'new-purpose-or-basis',
    must,
    whom,
    why,
    articles,
  })

const material =
  (must: Must) =>
  (part: Part, whom: Whom, why: string, ...articles: readonly string[]): Rule => ({
    part,
    weight: 'material',
    must,
    whom,
    why,
    articles,
  })

const editorial = (part: Part, why: string, ...articles: readonly string[]): Rule => ({
  part,
  weight: 'editorial',
  must: 'nothing',
  whom: 'nobody',
  why,
  articles,
})

const [newTell, newAsk] = [newOne('tell'), newOne('ask-consent')]
const [tell, ask, known] = [material('tell'), material('ask-consent'), material('nothing')]

export const rules = {
  'purpose-added': newTell('purpose', 'uses', 'further-use', '5(1)(b)', '6(4)', '13(3)', '14(4)'),
  'purpose-added-consent': newAsk('purpose', 'uses', 'consent-first', '6(1)(a)', '7', '13(3)', '14(4)'),
  'purpose-removed': known('purpose', 'purpose', 'less', '5(1)(b)', '5(1)(e)'),
  'basis-added': newTell('basis', 'uses', 'other-basis', '6(1)', '13(1)(c)', '13(3)', '14(4)'),
  'basis-added-consent': newAsk('basis', 'uses', 'consent-first', '6(1)(a)', '7', '13(3)', '14(4)'),
  'basis-stated': newTell('basis', 'uses', 'basis-late', '6(1)', '13(1)(c)', '14(1)(c)'),
  'basis-stated-consent': newAsk('basis', 'uses', 'consent-first', '6(1)(a)', '7', '13(1)(c)'),
  'basis-changed': newTell('basis', 'uses', 'other-basis', '6(1)', '13(1)(c)', '13(3)', '14(4)'),
  'basis-changed-consent': newAsk('basis', 'uses', 'consent-first', '6(1)(a)', '7', '13(3)', '14(4)'),
  'law-of-basis': tell('basis', 'purpose', 'basis-told', '6(3)', '13(1)(c)'),
  'interest-added': tell('basis', 'interest', 'interest', '6(1)(f)', '13(1)(d)'),
  'interest-changed': tell('basis', 'interest', 'interest', '6(1)(f)', '13(1)(d)', '21(1)'),
  'interest-exchanged': tell('basis', 'uses', 'interest', '6(1)(f)', '13(1)(d)'),
  'interest-removed': known('basis', 'interest', 'less', '6(1)(f)'),
  'interest-weighed': editorial('basis', 'inside', '5(2)', '6(1)(f)'),
  'use-added': tell('category', 'purpose-uses', 'reaches-further', '5(1)(c)', '13(1)(c)', '14(1)(d)'),
  'use-added-consent': ask('category', 'purpose-uses', 'consent-covers', '4(11)', '7', '14(1)(d)'),
  'use-removed': known('category', 'purpose-uses', 'less', '5(1)(c)'),
  'use-of-rights': editorial('category', 'inside', '15', '18(2)'),
  'use-widened': tell('field', 'purpose-uses', 'reaches-further', '5(1)(c)', '14(1)(d)'),
  'use-widened-consent': ask('field', 'purpose-uses', 'consent-covers', '4(11)', '7', '14(1)(d)'),
  'use-narrowed': known('field', 'purpose-uses', 'less', '5(1)(c)'),
  'channel-opened': tell('purpose', 'purpose', 'direct-marketing', '21(2)', '21(4)', '917/2014 § 200'),
  'channel-opened-consent': ask('purpose', 'purpose', 'direct-marketing', '7', '917/2014 § 200'),
  'channel-narrowed': known('purpose', 'purpose', 'less', '917/2014 § 200'),

  'category-added': tell('category', 'using', 'reaches-further', '5(1)(c)', '13(3)', '14(1)(d)'),
  'category-inferred': tell('profiling', 'using', 'profiling', '4(4)', '13(2)(f)', '14(1)(d)', '21(1)'),
  'category-removed': known('category', 'category', 'less', '5(1)(c)', '5(1)(e)'),
  'category-origin': tell('category', 'category', 'sources', '13(2)(f)', '14(2)(f)'),
  'category-logic': tell('profiling', 'category', 'profiling', '13(2)(f)', '14(2)(g)'),
  'field-added': tell('field', 'category', 'reaches-further', '5(1)(c)', '14(1)(d)'),
  'field-widened': tell('field', 'category', 'reaches-further', '5(1)(c)', '14(1)(d)'),
  'field-removed': known('field', 'category', 'less', '5(1)(c)'),
  'field-form': editorial('field', 'inside', '25'),
  'field-required': known('field', 'nobody', 'at-collection', '13(2)(e)'),
  'retention-stated': tell('retention', 'retention', 'told-late', '5(1)(e)', '13(2)(a)', '14(2)(a)'),
  'retention-longer': tell('retention', 'retention', 'longer', '5(1)(e)', '13(2)(a)', '14(2)(a)'),
  'retention-shorter': known('retention', 'retention', 'less', '5(1)(e)', '13(2)(a)'),
  'retention-changed': tell('retention', 'retention', 'longer', '5(1)(e)', '13(2)(a)', '14(2)(a)'),
  'retention-unsaid': tell('retention', 'retention', 'longer', '5(1)(e)', '13(2)(a)', '14(2)(a)'),

  'source-added': tell('source', 'source', 'sources', '14(2)(f)', '14(3)'),
  'source-added-person': known('source', 'source', 'at-collection', '13(1)'),
  'source-removed': known('source', 'source', 'less', '14(2)(f)'),
  'source-widened': tell('source', 'source', 'sources', '14(2)(f)', '14(3)'),
  'source-widened-person': known('source', 'source', 'at-collection', '13(1)'),
  'source-narrowed': known('source', 'source', 'less', '14(2)(f)'),
  'source-kind': tell('source', 'source', 'sources', '14(2)(f)'),
  'source-named': tell('source', 'source', 'sources', '14(2)(f)'),
  'source-unnamed': known('source', 'source', 'less', '14(2)(f)'),
  'source-told': known('source', 'source', 'own-promise', '14(3)'),
  'source-exempt': tell('source', 'source', 'sources', '14(5)'),

  'recipient-added': tell('recipient', 'everybody', 'recipients', '13(1)(e)', '14(1)(e)', '28'),
  'recipient-removed': known('recipient', 'everybody', 'less', '13(1)(e)'),
  'recipient-role': tell('recipient', 'everybody', 'recipients', '13(1)(e)', '26', '28'),
  'recipient-task': tell('recipient', 'everybody', 'recipients', '13(1)(e)', '28(3)'),
  'recipient-moved': editorial('recipient', 'within-eea', '13(1)(e)'),
  'recipient-contract': editorial('recipient', 'inside', '28(3)'),
  'recipient-arrangement': tell('recipient', 'everybody', 'recipients', '26(2)'),
  'recipients-none': editorial('recipient', 'wording', '13(1)(e)'),
  'transfer-added': tell('transfer', 'everybody', 'transfer', '13(1)(f)', '14(1)(f)', '44'),
  'transfer-consent': ask('transfer', 'everybody', 'transfer', '13(1)(f)', '49(1)(a)'),
  'transfer-changed': tell('transfer', 'everybody', 'transfer', '13(1)(f)', '14(1)(f)', '46'),
  'transfer-ended': known('transfer', 'everybody', 'less', '13(1)(f)'),
  'disclosure-begun': tell('recipient', 'everybody', 'recipients', '13(1)(e)', '14(3)(c)'),
  'disclosure-ended': known('recipient', 'everybody', 'less', '13(1)(e)'),
  'disclosure-publication': tell('recipient', 'everybody', 'recipients', '13(1)(e)'),

  'controller-changed': tell('controller', 'everybody', 'identity', '13(1)(a)', '14(1)(a)'),
  'contact-changed': tell('contact', 'everybody', 'reaching', '12(2)', '13(1)(a)', '14(1)(a)'),
  'contact-added': editorial('contact', 'more-told', '13(1)(a)'),
  'contact-person': editorial('contact', 'wording', '13(1)(a)'),
  'representative-changed': tell('contact', 'everybody', 'identity', '13(1)(a)', '27'),
  'dpo-changed': tell('dpo', 'everybody', 'reaching', '13(1)(b)', '37(7)', '38(4)'),
  'authority-changed': tell('right', 'everybody', 'rights', '13(2)(d)', '77'),
  'rights-told': tell('right', 'everybody', 'rights', '12(1)', '13(2)(b)', '13(2)(c)', '13(2)(d)'),
  'rights-untold': tell('right', 'everybody', 'rights', '12(1)', '13(2)(b)', '13(2)(c)', '13(2)(d)'),
  'rights-channels': tell('right', 'everybody', 'rights', '12(2)', '13(2)(b)'),
  'rights-identity': tell('right', 'everybody', 'rights', '12(2)', '12(6)'),
  'rights-text': tell('right', 'everybody', 'rights', '12(1)', '13(2)(b)'),

  'cookie-added': ask('cookie', 'nobody', 'cookies', '13(2)(a)', '917/2014 § 205'),
  'cookie-changed': ask('cookie', 'nobody', 'cookies', '4(11)', '917/2014 § 205'),
  'cookie-covered': known('cookie', 'nobody', 'cookies-covered', '4(11)', '917/2014 § 205'),
  'cookie-longer': known('cookie', 'nobody', 'cookies-covered', '13(2)(a)', '917/2014 § 205'),
  'cookie-shorter': known('cookie', 'nobody', 'less', '917/2014 § 205'),
  'cookie-removed': known('cookie', 'nobody', 'less', '917/2014 § 205'),
  'cookie-necessary': known('cookie', 'nobody', 'cookies-necessary', '917/2014 § 205'),
  'profiling-told': tell('profiling', 'inferred', 'profiling', '13(2)(f)', '14(2)(g)', '21(1)'),
  'profiling-untold': known('profiling', 'inferred', 'less', '13(2)(f)'),
  'decisions-begun': tell('profiling', 'everybody', 'decisions', '13(2)(f)', '14(2)(g)', '22'),
  'decisions-ended': known('profiling', 'everybody', 'less', '22'),
  'minors-changed': tell('minors', 'everybody', 'minors', '8', '12(1)', '1050/2018 § 5'),
  'security-added': editorial('security', 'more-told', '32'),
  'security-removed': tell('security', 'everybody', 'security', '5(1)(f)', '32'),
  'duty-changed': editorial('duty', 'inside', '29', '32(4)'),
  'language-added': editorial('language', 'more-told', '12(1)'),
  'language-removed': tell('language', 'everybody', 'language', '12(1)'),
  'language-order': editorial('language', 'wording', '12(1)'),
  'law-cited': editorial('text', 'wording', '12(1)'),
  dates: editorial('text', 'dates', '12(1)'),
  wording: editorial('text', 'wording', '12(1)'),
} satisfies Readonly<Record<string, Rule>>

export type RuleId = keyof typeof rules
