/** What may have been done with a service: the codes of the category `service-use`, for the intake and the screen alike. */

export const actions = ['ordered', 'signed-in', 'opened', 'completed', 'downloaded', 'ended'] as const
