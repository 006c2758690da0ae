/** The place at the foot of the window where what was told appears. */

import { lazy, Suspense } from 'react'
import { useTold } from './tell.ts'

const Notifications = lazy(() =>
  import('@mantine/notifications').then(({ Notifications }) => ({ default: Notifications })),
)

export const Toasts = () => <Suspense>{useTold() && <Notifications position="bottom-center" />}</Suspense>
