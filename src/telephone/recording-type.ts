/** What a recording is, is told by its first bytes and never by its name: what is no sound is not taken in. */

/** The media type; undefined for what is not taken in. */
export function recordingType(bytes: Buffer): string | undefined {
  const begins = (text: string, at = 0) => bytes.subarray(at, at + text.length).toString('latin1') === text
  if (begins('ID3') || (bytes[0] === 0xff && [0xfb, 0xf3, 0xf2].includes(bytes[1] ?? 0))) return 'audio/mpeg'
  if (begins('RIFF') && begins('WAVE', 8)) return 'audio/wav'
  if (begins('OggS')) return 'audio/ogg'
  if (begins('ftypM4A', 4)) return 'audio/mp4'
  return undefined
}
