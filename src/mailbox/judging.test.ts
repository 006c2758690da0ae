/** What a mail says is read in every charset and form it comes in, who wrote it is told from what machines send, and what they ask for is found. */

import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readBounce } from './bounce.ts'
import { foldMail, ownWords } from './fold.ts'
import { textOfHtml } from './html-text.ts'
import { judge } from './kind.ts'
import { readMail } from './mime.ts'
import { wishOf } from './wish.ts'

const mailOf = (text: string) => readMail(Buffer.from(text))

describe('a mail', () => {
  test.each([
    [
      'utf-8 in base64',
      `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${Buffer.from('Hyvää päivää').toString('base64')}`,
    ],
    [
      'quoted-printable in Latin-9',
      'Content-Type: text/plain; charset=iso-8859-15\nContent-Transfer-Encoding: quoted-printable\n\nHyv=E4=E4 p=E4iv=E4=E4',
    ],
  ])('is read: %s', async (_, text) => {
    expect((await mailOf(`Subject: =?iso-8859-1?q?P=E4iv=E4?=\n${text}`)).text.trim()).toBe('Hyvää päivää')
  })

  test('that names no charset, heads included, is Windows’ Latin', async () => {
    const { subject, text, from } = await readMail(
      Buffer.from('From: P\xe4ivi <paivi@example.org>\nSubject: Ty\xf6\n\nHyv\xe4\xe4 \x80', 'latin1'),
    )
    expect({ subject, text: text.trim(), from: from?.name }).toEqual({ subject: 'Työ', text: 'Hyvää €', from: 'Päivi' })
  })

  test('of HTML is its text: nothing hidden, nothing of a script, quotes as quotes', () => {
    const html = `<style>p{}</style><script>alert(1)</script><p>Hei &amp; moi</p><p>Toinen<br>rivi</p><blockquote>Vanha</blockquote>`
    expect(textOfHtml(html)).toBe('Hei & moi\n\nToinen\nrivi\n> Vanha')
    expect(textOfHtml('<div>'.repeat(100_000))).toBe('')
  })

  test.each([
    ['parts', `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(1000)}`],
    [
      'levels',
      Array.from({ length: 40 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`).join(''),
    ],
    ['heads', `${'X-Flood: y\n'.repeat(40_000)}\nHei`],
  ])('with more %s than a mail has is not taken apart', async (_, text) => {
    await expect(mailOf(text)).rejects.toMatchObject({ key: 'mailbox.not-a-mail' })
  })
})

describe('own words', () => {
  test.each([
    ['Ohessa.\n\nti 13. tammikuuta 2026 klo 9.41 Info <info@example.fi>\nkirjoitti:\n> Hei', 'Ohessa.'],
    ['Kiitos\n\n-----Alkuperäinen viesti-----\nLähettäjä: Info\nHei', 'Kiitos'],
    ['Tack\n\nDen 13 jan. 2026 kl. 9.41 skrev Info:\n> Hej', 'Tack'],
    ['Selvä\n\nLähettäjä: Info\nLähetetty: tiistai\nVastaanottaja: Aino\nAihe: Kurssi\n\nHei', 'Selvä'],
    ['Ok\n\nLähetetty iPhonesta', 'Ok'],
    ['> Milloin?\nHuomenna\n> Missä?\nTäällä', 'Huomenna\nTäällä'],
  ])('%j', (text, own) => {
    expect(ownWords(text)).toBe(own)
    expect(
      foldMail(text)
        .map(one => one.text)
        .join('\n'),
    ).toBe(text)
  })
})

describe('what is asked for', () => {
  test.each([
    ['poistakaa tietoni', 'erasure', undefined, 'fi'],
    ['Hei, haluan nähdä tietoni', 'access', undefined, 'fi'],
    ['peruuttakaa suostumus', 'withdrawal', undefined, 'fi'],
    ['Haluan saada tietoni koneluettavassa muodossa', 'portability', undefined, 'fi'],
    ['Vastustan henkilötietojeni käsittelyä', 'objection', undefined, 'fi'],
    ['radera mina uppgifter', 'erasure', undefined, 'sv'],
    ['Jag vill se mina uppgifter', 'access', undefined, 'sv'],
    ['Please delete my account and all data', 'erasure', undefined, 'en'],
    ['I would like a copy of my personal data', 'access', undefined, 'en'],
    ['Poistakaa minut postituslistalta', undefined, 'list', 'fi'],
    ['unsubscribe', undefined, 'list', 'en'],
    ['Kiellän suoramarkkinoinnin', undefined, 'marketing', 'fi'],
  ])('%s', (text, right, leaves, lang) => {
    expect(wishOf({ subject: '', text })).toEqual({ right, leaves, lang })
  })

  test.each([
    'haluaisin perua ilmoittautumiseni kurssille',
    'Missä kurssin tiedot ovat?',
    'Lähettäkää kurssin tiedot minulle',
    'Haluaisin saada tiedot maksutavoista',
    'Could you send information about the course?',
    'Kiitos\n\n> poistakaa tietoni',
  ])('nothing: %s', text => {
    expect(wishOf({ subject: '', text })).toBeUndefined()
  })
})

const samples = join(import.meta.dirname, '../../../shared/samples')
describe.skipIf(!existsSync(samples))('real mail (skipped: no samples beside the project)', () => {
  const read = (name: string) => readMail(readFileSync(join(samples, name)))

  test('reports of delivery: recognised, and dead addresses told from living ones', async () => {
    const [, ...lines] = readFileSync(join(samples, 'bounces/oracle.tsv'), 'utf8').trim().split('\n')
    const rows = lines.map(line => line.split('\t')).filter(([, , , reason]) => reason !== 'feedback')
    const found = { reports: 0, recognised: 0, dead: 0, foundDead: 0, alive: 0, calledDead: 0 }
    for (const [file, wanted] of Map.groupBy(rows, ([name]) => name ?? '')) {
      const bounce = readBounce(await read(`bounces/${file}`))
      found.reports++
      if (bounce) found.recognised++
      for (const [n, [, , , , hard]] of wanted.entries()) {
        const isDead = bounce?.recipients[n]?.dead === true
        if (hard === '1') found.dead++
        else found.alive++
        if (isDead) found[hard === '1' ? 'foundDead' : 'calledDead']++
      }
    }
    expect(found).toEqual({ reports: 163, recognised: 160, dead: 49, foundDead: 43, alive: 122, calledDead: 8 })
  })

  test('automatic replies and complaints are told apart', async () => {
    const kinds = async (folder: string) => {
      const found: string[] = []
      for (const file of globSync('*.eml', { cwd: join(samples, folder) }).sort())
        found.push(judge(await read(`${folder}/${file}`)).kind)
      return found
    }
    expect(await kinds('autoreply')).toEqual(['auto-reply', 'auto-reply', 'auto-reply'])
    const arf = await kinds('arf')
    expect(arf.filter(kind => kind === 'complaint')).toHaveLength(7)
    expect(arf).not.toContain('message')
    expect(new Set(await kinds('mail-finnish'))).toEqual(new Set(['message']))
  })

  test('nothing of the collection of broken mail breaks the reader', async () => {
    for (const file of globSync('mail/**/*.eml', { cwd: samples })) judge(await read(file))
  })
})
