/** What a document is, is told by its first bytes and never by its name: what is none of a few known kinds is not taken in. */

/** In bytes, and how many a contract may have. */
export const documentLimits = { bytes: 20_000_000, count: 50 } as const

const openDocument = 'application/vnd.oasis.opendocument.text'
const signedContainer = 'application/vnd.etsi.asic-e+zip' // ETSI EN 319 162-1: how Finnish signing services give what was signed

/** The media type; undefined for what is not taken in. */
export function documentType(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf'
  if (bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))) return 'image/png'
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg'
  return bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04' ? packed(bytes) : undefined
}

/** Of what is packed as a ZIP, by its first entry; nothing is unpacked. */
function packed(bytes: Buffer): string | undefined {
  if (bytes.length < 30) return undefined
  const nameEnds = 30 + bytes.readUInt16LE(26)
  const name = bytes.subarray(30, nameEnds).toString('latin1')
  if (name === 'mimetype') {
    const begins = nameEnds + bytes.readUInt16LE(28)
    const said = bytes.subarray(begins, begins + 60).toString('latin1')
    return [openDocument, signedContainer].find(type => said.startsWith(type))
  }
  // A document with macros is another program's, not a contract.
  const isWord = bytes.includes('word/document.xml') && !bytes.includes('vbaProject.bin')
  return isWord ? 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' : undefined
}
