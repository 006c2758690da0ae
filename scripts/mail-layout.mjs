// Makes src/mail/layout.html of src/mail/layout.mjml, so that MJML is needed where mail is designed and not where it is sent.
// With --check it only says whether the two agree (exit 1 when not).
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import mjml2html from 'mjml'

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'mail')
const { html, errors } = await mjml2html(readFileSync(join(folder, 'layout.mjml'), 'utf8'), {
  validationLevel: 'strict',
  keepComments: false,
  fonts: {},
})
for (const { formattedMessage } of errors) console.error(formattedMessage)
const made = `${html
  .trim()
  .replace(/[ \t]+$/gm, '')
  .replace(/\n{2,}/g, '\n')}\n`
const file = join(folder, 'layout.html')
if (!process.argv.includes('--check')) writeFileSync(file, made)
else if (readFileSync(file, 'utf8') !== made) {
  console.error('src/mail/layout.html is not what src/mail/layout.mjml makes: node scripts/mail-layout.mjs')
  process.exit(1)
}
