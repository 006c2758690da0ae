/** No login outlives its use by much. */

/** The longest that a login may live, in days. */
export const mostDays = 92
