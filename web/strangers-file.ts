/** A file of a stranger is saved and never opened by the application, whatever it says that it is. */

import { saveFile } from './ask.ts'

export function saveStrangersFile({ name, base64 }: { readonly name: string; readonly base64: string }): void {
  const bytes = Uint8Array.from(atob(base64), one => one.charCodeAt(0))
  saveFile(new Blob([bytes], { type: 'application/octet-stream' }), name)
}
