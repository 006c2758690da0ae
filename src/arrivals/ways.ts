/** How a person was told from where their data came, or why they were not (Art. 14(5)). */

export const ways = ['email', 'letter', 'phone', 'in-person', 'knows', 'not-possible'] as const
