/** What a file of a visitor is, is told by its bytes as they come and never by its name; a name ends with what its file is. */

/** Media types that are taken, and how the names of their files end. */
const endings: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'text/plain': ['txt'],
}

/** For the file input of the page: browsers offer these first. */
export const accepted = Object.values(endings)
  .flatMap(of => of.map(ending => `.${ending}`))
  .join(',')

const odt = 'application/vnd.oasis.opendocument.text'
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const longestMark = 40

export interface TypeWatch {
  see(chunk: Uint8Array): void
  /** Once all of it was seen: the media type; undefined for what is not taken. */
  type(): string | undefined
}

export function watchType(): TypeWatch {
  const text = new TextDecoder('utf-8', { fatal: true })
  let head = ''
  let tail = ''
  let isText = true
  let isWord = false
  let hasMacros = false
  const readAsText = (read: () => string): void => {
    try {
      isText &&= !/[^\P{Cc}\t\n\r\f]/u.test(read())
    } catch {
      isText = false
    }
  }
  return {
    see: chunk => {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
      if (head.length < 200) head += bytes.slice(0, 200)
      const seen = tail + bytes
      isWord ||= seen.includes('word/document.xml')
      hasMacros ||= seen.includes('vbaProject.bin')
      tail = seen.slice(-longestMark)
      if (isText) readAsText(() => text.decode(chunk, { stream: true }))
    },
    type: () => {
      if (head.startsWith('%PDF-')) return 'application/pdf'
      if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
      if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
      if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp'
      if (head.startsWith('PK\x03\x04')) {
        if (head.slice(30).startsWith(`mimetype${odt}PK`)) return odt
        return isWord && !hasMacros ? docx : undefined
      }
      if (isText) readAsText(() => text.decode())
      return isText && head.length > 0 ? 'text/plain' : undefined
    },
  }
}

/** The same name, ending with what the file is: a page of the web that calls itself a picture is opened by nobody as a page. */
export function endedBy(name: string, type: string): string {
  const [usual, ...others] = endings[type] ?? ['bin']
  return [usual, ...others].some(ending => name.toLowerCase().endsWith(`.${ending}`)) ? name : `${name}.${usual}`
}
