/** The built staff application is served whole from memory: files with a hash in their name for ever, its page fresh with a nonce of its own. */

import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { html } from 'hono/html'
import { type TextLang, text } from '../texts/texts.ts'
import type { HttpEnv } from './arrival.ts'
import { pageAnswer } from './page.ts'
import { forApplication } from './security-headers.ts'

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}
const compressible = new Set(['.js', '.css', '.svg', '.json', '.txt', '.webmanifest'])

interface Asset {
  readonly type: string
  readonly plain: Uint8Array<ArrayBuffer>
  /** Compressed when first asked for. */
  readonly brotli: (() => Promise<Uint8Array<ArrayBuffer>>) | undefined
}

/** Serves the files of `folder` (dist/web), and its page under every address that nothing else answers. */
export function serveApplication(hono: OpenAPIHono<HttpEnv>, folder: string): void {
  const assets = readAssets(folder)
  const page = existsSync(join(folder, 'index.html')) ? readFileSync(join(folder, 'index.html'), 'utf8') : undefined

  for (const [path, asset] of assets) {
    hono.get(path, async context => {
      context.set('routePath', 'asset')
      const brotli = /\bbr\b/.test(context.req.header('accept-encoding') ?? '') ? await asset.brotli?.() : undefined
      return context.body(brotli ?? asset.plain, 200, {
        'content-type': asset.type,
        'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        vary: 'accept-encoding',
        ...(brotli ? { 'content-encoding': 'br' } : {}),
      })
    })
  }

  hono.get('*', (context, next) => {
    if (/^\/(api|\.well-known)\//.test(context.req.path) || !context.req.header('accept')?.includes('text/html'))
      return next()
    context.set('routePath', 'application')
    if (page === undefined) return notBuilt(context.get('arrival').lang)
    const nonce = randomBytes(16).toString('base64')
    // Mantine and its parts put style elements on the page; they take the nonce from here.
    const marked = page.replace('</head>', `<meta property="csp-nonce" nonce="${nonce}"></head>`)
    return Promise.resolve(context.html(marked, 200, { 'content-security-policy': forApplication(nonce) }))
  })
}

function readAssets(folder: string): ReadonlyMap<string, Asset> {
  if (!existsSync(folder)) return new Map()
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return new Map(
    files
      .filter(({ name }) => name !== 'index.html')
      .map(({ parentPath, name }) => {
        const file = join(parentPath, name)
        return [`/${relative(folder, file).split(sep).join('/')}`, assetOf(file)] as const
      }),
  )
}

function assetOf(file: string): Asset {
  const plain = new Uint8Array(readFileSync(file))
  let made: Promise<Uint8Array<ArrayBuffer>> | undefined
  const compress = async () =>
    new Uint8Array(await promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
  return {
    type: types[extname(file)] ?? 'application/octet-stream',
    plain,
    brotli: compressible.has(extname(file))
      ? () => {
          made ??= compress()
          return made
        }
      : undefined,
  }
}

const notBuilt = (lang: TextLang) =>
  pageAnswer({
    lang,
    title: text(lang, 'app.name'),
    body: html`<h1>${text(lang, 'app.name')}</h1><p>${text(lang, 'page.not-built')}</p>`,
  })
