/** What a route says of its screen; navigation, the command palette and the go-to keys are all drawn from it. */

import type { Icon } from '@tabler/icons-react'
import type { TextKey } from '../src/texts/texts.ts'

export type NavigationGroup = 'customers' | 'arrivals' | 'messages' | 'notice' | 'reports' | 'settings'

export interface AboutScreen {
  readonly title: TextKey
  /** Its group in the left navigation; a screen without one is reached from another. */
  readonly group?: NavigationGroup
  readonly icon?: Icon
  /** The letter after `g`. */
  readonly go?: string
  readonly for?: 'administrator'
  /** Shows nothing to one whose duties give no purpose. */
  readonly needsPurpose?: boolean
  /** Is of this purpose of the notice alone. */
  readonly onlyFor?: string
  /** Is of the rights purpose, which sees everybody (Art. 18(2)). */
  readonly needsRights?: boolean
  /** Is of purposes that do something with persons, which the rights purpose does not. */
  readonly notForRights?: boolean
  /** Carries the number of overdue requests; while there are some it is shown whatever the person works for. */
  readonly showsOverdue?: boolean
  /** Shows nothing for a purpose that the notice does not give this category. */
  readonly needsCategory?: string
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    about?: AboutScreen
    /** Fetches the screen's code. */
    fetch?: () => Promise<void>
  }
}
