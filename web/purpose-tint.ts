/** Each purpose has a tint of its own on the bar, the same every day, so that a glance tells which one is in force. */

import type { CSSProperties } from 'react'

declare module 'react' {
  interface CSSProperties {
    '--purpose-hue'?: number
  }
}

const firstHue = 155
const goldenAngle = 137.5

/** Degrees on the colour circle, far from the neighbours' hues; `place` is the purpose's place in the notice. */
export const purposeHue = (place: number): number => Math.round(firstHue + place * goldenAngle) % 360

export const purposeTint = (place: number): CSSProperties => ({ '--purpose-hue': purposeHue(place) })
