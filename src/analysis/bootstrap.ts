/** How sure a mean is: the interval that 95 of 100 means of such customers would fall into, without supposing how they are distributed. */

const resamples = 1_000

/**
 * The percentile bootstrap (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13): means of as many values drawn again from
 * these, from the 2.5th to the 97.5th of a hundred. The draws are the same each time, so the same customers give the same interval.
 */
export function meanInterval(values: readonly number[]): readonly [from: number, to: number] {
  const numbers = Float64Array.from(values)
  const means = new Float64Array(resamples)
  let state = 0x9e3779b9
  for (let n = 0; n < resamples; n++) {
    let sum = 0
    for (let draw = 0; draw < numbers.length; draw++) {
      // xorshift32 (Marsaglia 2003)
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      sum += numbers[Math.floor(((state >>> 0) / 0x1_0000_0000) * numbers.length)] ?? 0
    }
    means[n] = sum / numbers.length
  }
  means.sort()
  const at = (share: number) => means[Math.min(Math.floor(share * resamples), resamples - 1)] ?? 0
  return [at(0.025), at(0.975)]
}
