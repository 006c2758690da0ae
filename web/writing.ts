/** What follows a write happens even when the screen that asked for it has gone meanwhile. */

import { type UseMutationOptions, type UseMutationResult, useMutation } from '@tanstack/react-query'
import { useCallback } from 'react'

interface Following<Answer> {
  readonly onSuccess?: ((answer: Answer) => unknown) | undefined
  readonly onError?: ((error: Error) => unknown) | undefined
}

type Writing<Answer, Given> = Omit<UseMutationResult<Answer, Error, Given>, 'mutate'> & {
  readonly mutate: (given: Given, following?: Following<Answer>) => void
}

/**
 * TanStack's `useMutation`, but for one thing: it drops what `mutate` was told to do next when its component is gone, and a write
 * of ours is over only when the screens were asked anew, so that a row which the write took off its list never said that it was done.
 */
export function useWriting<Answer, Given = void>(
  options: UseMutationOptions<Answer, Error, Given>,
): Writing<Answer, Given> {
  const mutation = useMutation(options)
  const { mutateAsync } = mutation
  const mutate = useCallback(
    (given: Given, { onSuccess, onError }: Following<Answer> = {}) => {
      mutateAsync(given).then(onSuccess, error => onError?.(error))
    },
    [mutateAsync],
  )
  return { ...mutation, mutate }
}
