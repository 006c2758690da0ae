/** The terms by which Art. 33 and 34 tell breaches apart. */

/** What was lost: that others may have seen it, that it may be wrong, that it is not there. */
export const natures = ['confidentiality', 'integrity', 'availability'] as const

export const risks = ['none', 'risk', 'high'] as const

/** Why persons need not be told: the risk is not high, or Art. 34(3)(a), (b) and (c). */
export const exemptions = ['not-high-risk', 'protected', 'removed', 'disproportionate'] as const
