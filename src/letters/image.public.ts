/** The pictures of letters for whoever opens one: nothing is noted of it, and the address says nothing of who looks. */

import { Refused } from '../base/errors.ts'
import { isId } from '../base/ids.ts'
import type { PublicPage } from '../http/page.ts'
import { findImage } from './image.ts'
import { imagePath } from './render.ts'

export const letterImages: PublicPage = {
  path: imagePath(':image'),
  handle: async ({ program }, _, { image = '' }) => {
    const found = isId(image) ? await findImage(program, image) : undefined
    if (!found) throw new Refused('letters.image-absent', 'absent')
    return new Response(new Uint8Array(found.content), {
      headers: {
        'content-type': found.type,
        'content-length': String(found.content.length),
        'cache-control': 'public, max-age=31536000, immutable',
        'cross-origin-resource-policy': 'cross-origin', // mailboxes on the web show it on their own pages
      },
    })
  },
}
