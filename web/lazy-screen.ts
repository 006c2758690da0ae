/** A screen's code is fetched when it is gone to; a fetch that failed is tried again, and never loads the page anew by itself. */

import { type ComponentType, createElement, type FunctionComponent, use } from 'react'
import { unreachable } from './ask.ts'

export interface LazyScreen extends FunctionComponent {
  /** As the router does it when somebody points at a link: what fails is tried again when it is gone to. */
  preload(): Promise<void>
  /** Rejects with a `Refusal` when it could not be fetched. */
  fetch(): Promise<void>
}

/** `texts` fetches what the screen says, when it says more than the first screens do. */
export function lazyScreen<Name extends string>(
  importer: () => Promise<Readonly<Record<Name, ComponentType>>>,
  name: Name,
  texts: () => Promise<void> = async () => {},
): LazyScreen {
  let found: ComponentType | undefined
  let fetching: Promise<void> | undefined
  const fetch = (): Promise<void> => {
    fetching ??= Promise.all([importer(), texts()]).then(
      ([module]) => {
        found = module[name]
      },
      () => {
        fetching = undefined
        throw unreachable()
      },
    )
    return fetching
  }
  // biome-ignore lint/correctness/noComponentHookFactories: called once a route, at the top of routes.tsx
  const Screen: FunctionComponent = () => {
    if (!found) use(fetch())
    return found ? createElement(found) : null
  }
  return Object.assign(Screen, { fetch, preload: () => fetch().catch(() => {}) })
}
