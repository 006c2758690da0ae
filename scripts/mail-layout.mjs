// Makes the .html beside each .mjml, so that MJML is needed where mail is designed and not where it is written or sent.
// With --check it only says whether the two agree (exit 1 when not).
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import mjml2html from 'mjml'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const isCheck = process.argv.includes('--check')
// The parts of a letter are told apart by comments, and have no other; of an image's width MJML takes nothing but a number. A letter has
// many of them and mailboxes cut what is long, so they are not indented.
const made = {
  'src/mail/layout': html => html,
  'src/letters/parts': html => html.replace(/<!-- (?!cut:)[^[\]]*?-->|^[ \t]+/gm, '').replaceAll('571', '{{width}}'),
}
for (const [name, finish] of Object.entries(made)) {
  const { html, errors } = await mjml2html(readFileSync(join(root, `${name}.mjml`), 'utf8'), {
    validationLevel: 'strict',
    keepComments: name !== 'src/mail/layout',
    fonts: {},
  })
  for (const { formattedMessage } of errors) console.error(formattedMessage)
  const file = join(root, `${name}.html`)
  const tidy = `${finish(html)
    .trim()
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')}\n`
  if (!isCheck) writeFileSync(file, tidy)
  else if (readFileSync(file, 'utf8') !== tidy) {
    console.error(`${name}.html is not what ${name}.mjml makes: node scripts/mail-layout.mjs`)
    process.exitCode = 1
  }
}
