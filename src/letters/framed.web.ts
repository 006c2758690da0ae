/** A letter is drawn in a frame that runs nothing, under the policy of this page: its styles bear the page's nonce, and its links lead nowhere. */

/** The HTML of a letter as `srcdoc` of a sandboxed frame. It is our own server's, in which every value is escaped: `style="` is never a word of it. */
export function framed(html: string): string {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
  const styles: string[] = []
  // A style attribute bears no nonce, so each becomes a rule of a style element.
  const marked = html.replace(/\sstyle="([^"]*)"/g, (_, style: string) => {
    const known = styles.indexOf(style)
    return ` data-style="${known < 0 ? styles.push(style) - 1 : known}"`
  })
  const rules = styles.map((style, at) => `[data-style="${at}"]{${style}}`).join('\n')
  return marked
    .replace(/\shref="[^"]*"/g, '')
    .replace('<head>', `<head><style>a{text-decoration:underline}\n${rules}</style>`)
    .replaceAll('<style', `<style nonce="${nonce}"`)
}
