/** What a list is asked for at the most; the screens offer no more than the register gives. */

/** Columns of a list beside the fixed ones. */
export const mostFurtherColumns = 20
