/** A figure counts only beside its peer: both run in turn in one process, and what is kept is the median of the ratios. */

import { performance } from 'node:perf_hooks'

/** One thing to time: does its work once and tells how many units it did (rows, requests, statements). */
export interface Contestant {
  readonly name: string
  run(): Promise<number>
}

export interface Comparison {
  readonly subject: { readonly name: string; readonly perSecond: number }
  readonly peer: { readonly name: string; readonly perSecond: number }
  /** Subject's speed divided by the peer's, round by round: 1 is parity, above 1 the subject is faster. */
  readonly ratio: { readonly median: number; readonly min: number; readonly max: number }
  readonly rounds: number
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The q-quantile (0…1) by linear interpolation; NaN for no values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const low = sorted[Math.floor(at)] ?? Number.NaN
  const high = sorted[Math.ceil(at)] ?? Number.NaN
  return low + (high - low) * (at - Math.floor(at))
}

async function speedOf(contestant: Contestant): Promise<number> {
  const start = performance.now()
  const units = await contestant.run()
  return (units * 1000) / (performance.now() - start)
}

/** Runs subject and peer in turn after one warm-up each, so that a machine that slows down slows both. */
export async function compare(subject: Contestant, peer: Contestant, rounds = 5): Promise<Comparison> {
  await subject.run()
  await peer.run()
  const speeds: { subject: number; peer: number }[] = []
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const first = await speedOf(subject)
      speeds.push({ subject: first, peer: await speedOf(peer) })
    } else {
      const first = await speedOf(peer)
      speeds.push({ subject: await speedOf(subject), peer: first })
    }
  }
  const ratios = speeds.map(speed => speed.subject / speed.peer)
  return {
    subject: { name: subject.name, perSecond: median(speeds.map(speed => speed.subject)) },
    peer: { name: peer.name, perSecond: median(speeds.map(speed => speed.peer)) },
    ratio: { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) },
    rounds,
  }
}

/** Milliseconds of each call, one after another, after `warm` calls that are not counted. */
export async function latencies(
  calls: number,
  warm: number,
  call: (index: number) => Promise<unknown>,
): Promise<number[]> {
  const taken: number[] = []
  for (let index = 0; index < warm + calls; index++) {
    const start = performance.now()
    await call(index)
    if (index >= warm) taken.push(performance.now() - start)
  }
  return taken
}

/** Runs `calls` calls with `width` of them under way at once; gives the number of calls, as a Contestant does. */
export async function spread(calls: number, width: number, call: (index: number) => Promise<unknown>): Promise<number> {
  let next = 0
  const lane = async () => {
    while (next < calls) await call(next++)
  }
  await Promise.all(Array.from({ length: width }, lane))
  return calls
}
