/** One example of each command: how it is done, and how it is refused; commands of later ones stand on what earlier ones made. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const example = (path: string) => join(import.meta.dirname, '..', 'examples', path)

export interface Example {
  /** What is written after the name; IMPORT, PERSON and FORM stand for the ids of the import, of a person that it brought and of the form that was made. */
  readonly done: string
  readonly refused: string
  readonly key: string
  readonly input?: string
  /** Settings under which it is refused. */
  readonly env?: NodeJS.ProcessEnv
  /** Settings without which it cannot be done. */
  readonly needs?: NodeJS.ProcessEnv
  /** Its exit code when it did what was asked, where that is not 0: what it tells is that something is amiss. */
  readonly tells?: 1
}

const nowhere = { DATABASE_URL: 'postgres://aino:salainen@127.0.0.1:1/register' }
const absentId = '0199c0de-0000-7000-8000-000000000001'

/** What is done for a purpose of the notice, and for no other. */
const ofPurpose = (done: string): Example => ({
  done,
  refused: '--purpose nosuch',
  key: 'register.purpose-not-declared',
})

/** What was agreed, but for the source. */
const arranged = '--partner Opintokeskus --contract 1/2026 --fields contact-points.email --often kuukausittain'

const ofAutomation: Example = {
  done: 'AUTOMATION --purpose marketing',
  refused: `${absentId} --purpose marketing`,
  key: 'automations.absent',
}

const ofCampaign: Example = {
  done: 'CAMPAIGN --purpose marketing',
  refused: `${absentId} --purpose marketing`,
  key: 'campaigns.absent',
}

/** What each does, and what it refuses. A new command has its line here. */
export function commandExamples(used: string): Readonly<Record<string, Example>> {
  /** Of a raffle that has been announced. */
  const drawFile = join(used, 'draw.json')
  const announced = {
    format: 'seloste-raffle-1',
    name: 'Syysarvonta',
    seedHash: '0'.repeat(64),
    list: null,
    draw: null,
  }
  writeFileSync(drawFile, JSON.stringify(announced))
  const costFile = join(used, 'costs.csv')
  writeFileSync(costFile, 'Campaign,Day,Cost\nSyksy,2026-03-01,12.50\n')
  return {
    'user add': {
      done: '--email aino@example.fi --name Aino --administrator --password-stdin',
      input: 'correct horse battery staple',
      refused: '--email aino@example.fi --duty nosuch --password-stdin',
      key: 'access.no-such-duty',
    },
    'user reset-second-factor': {
      done: '--email aino@example.fi',
      refused: '--email kaarlo@example.fi',
      key: 'access.no-such-staff',
    },
    'key add': {
      done: '--purpose rights --name Kassa',
      refused: '--purpose nosuch --name Kassa',
      key: 'access.no-such-purpose',
    },
    'forms list': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
    'forms make': {
      done: `${example('forms/feedback.json')} --name Palaute --purpose customer-care`,
      refused: '/nowhere.json --name Palaute --purpose customer-care',
      key: 'forms.no-file',
    },
    'forms show': { done: 'FORM', refused: absentId, key: 'forms.absent' },
    'accountability export': {
      done: `record --format json --out ${join(used, 'record.json')}`,
      refused: 'balancing-tests --interest nosuch',
      key: 'accountability.no-interest',
    },
    'breach export': {
      done: `--out ${join(used, 'breaches.pdf')}`,
      refused: '',
      key: 'database.unreachable',
      env: nowhere,
    },
    'arrangements list': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
    'arrangements add': {
      done: `${arranged} --source partners`,
      refused: `${arranged} --source forms`,
      key: 'import.source-not-declared',
    },
    'arrangements end': { done: 'ARRANGEMENT', refused: absentId, key: 'import.no-arrangement' },
    'arrivals list': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
    informings: { done: '', refused: '', key: 'database.unreachable', env: nowhere },
    'informings send': { done: '--within 7', refused: '', key: 'database.unreachable', env: nowhere },
    'service-use send': {
      done: `${example('service-use.csv')} --check`,
      refused: '/nowhere.csv --check',
      key: 'service-use.no-file',
    },
    'raffles verify': { done: drawFile, refused: absentId, key: 'raffles.no-draw-file' },
    'arrivals undo': {
      done: 'ARRIVAL --why by-mistake',
      refused: `${absentId} --why by-mistake`,
      key: 'arrivals.absent',
    },
    'arrivals replay': { done: '', refused: absentId, key: 'arrivals.content-gone' },
    'cases list': ofPurpose('--purpose customer-care'),
    'agreements list': ofPurpose('--purpose customer-care --state in-force'),
    'inbox list': ofPurpose('--purpose customer-care'),
    'letter add': {
      done: `${example('letters/spring.json')} --name Kevät --purpose marketing`,
      refused: '/nowhere.json --name Kevät --purpose marketing',
      key: 'letters.no-file',
    },
    'campaign list': ofPurpose('--purpose marketing'),
    'campaign show': ofCampaign,
    'campaign start': { ...ofCampaign, needs: { SMTP_URL: 'smtp://127.0.0.1:9' } },
    'campaign pause': ofCampaign,
    'campaign stop': ofCampaign,
    'automation list': ofPurpose('--purpose marketing'),
    'automation on': ofAutomation,
    'automation off': ofAutomation,
    'letter list': ofPurpose('--purpose marketing'),
    'letter show': {
      done: 'LETTER --purpose marketing',
      refused: `${absentId} --purpose marketing`,
      key: 'letters.absent',
    },
    'letter render': {
      done: 'LETTER --purpose marketing --lang fi',
      refused: `${absentId} --purpose marketing`,
      key: 'letters.absent',
    },
    'report list': ofPurpose('--purpose planning'),
    'report run': {
      done: '{"of":"orders","by":["product"]} --purpose planning',
      refused: '{"of":"feedback","by":[]} --purpose planning',
      key: 'register.category-not-given',
    },
    'leads list': ofPurpose('--purpose sales --state new'),
    'leads sources': ofPurpose('--purpose sales'),
    'attribution show': ofPurpose('--purpose marketing --days 7 --by linear'),
    'attribution costs': { done: costFile, refused: '/nowhere.csv', key: 'attribution.no-file' },
    'security findings': ofPurpose(''),
    'publication list': ofPurpose('--purpose publication'),
    'segments list': ofPurpose('--purpose marketing'),
    'segments count': {
      done: '{"all":[]} --purpose marketing --channel email',
      refused: '{"field":"orders.delivered","is":"from","value":"2026-01-01"} --purpose marketing',
      key: 'register.filter-unknown',
    },
    'inference list': ofPurpose('--purpose marketing'),
    'inference quality': {
      done: 'RULE --purpose marketing',
      refused: `${absentId} --purpose marketing`,
      key: 'inference.absent',
    },
    'inference contest': {
      done: 'INFERRED --purpose marketing --channel phone --words-stdin',
      input: 'En harrasta sitä',
      refused: `${absentId} ${absentId} --purpose marketing --channel phone`,
      key: 'register.person-absent',
    },
    'tasks list': ofPurpose('--purpose customer-care'),
    'surveys list': ofPurpose('--purpose research'),
    'surveys results': {
      done: 'SURVEY --purpose research',
      refused: `${absentId} --purpose research`,
      key: 'surveys.absent',
    },
    'tasks add': {
      done: 'Soita tukkurille --purpose customer-care --due 2026-12-01',
      refused: `Soita --purpose customer-care --person ${absentId}`,
      key: 'register.person-absent',
    },
    'tasks done': {
      done: 'TASK --purpose customer-care',
      refused: `${absentId} --purpose customer-care`,
      key: 'tasks.absent',
    },
    'mailbox list': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
    'mailbox try': { done: '', refused: absentId, key: 'arrivals.no-connection' },
    'breach list': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
    // Of a new register some promises are not kept yet: nobody has weighed an interest.
    promises: { done: '', refused: '', key: 'database.unreachable', env: nowhere, tells: 1 },
    'retention plan': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
    'retention run': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
    backup: { done: join(used, 'cli.backup'), refused: '/dev/null/cli.backup', key: 'backup.not-writable' },
    'backup nightly': { done: '--hour 3 --keep 7', refused: '--folder /dev/null/backups', key: 'backup.folder' },
    restore: { done: `${join(used, 'cli.backup')} --drill`, refused: '/nowhere.backup', key: 'backup.no-file' },
    'keys rotate': { done: '', refused: '', key: 'settings.home', env: { SELOSTE_HOME: '/dev/null/home' } },
    'duplicates list': ofPurpose(''),
    'duplicates run': ofPurpose(''),
    'duplicates score': { done: example('imports/wix-contacts.csv'), refused: '/nowhere.csv', key: 'import.no-file' },
    'db login': { done: '--purpose rights --for 1h', refused: '--purpose nosuch', key: 'database.no-purpose' },
    'db logins': { done: '', refused: `--revoke ${absentId}`, key: 'access.no-such-login' },
    'db status': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
    'db migrate': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
    'db rewrite': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
    import: {
      done: `${example('imports/wix-contacts.csv')} --source forms --basis contract`,
      refused: '/nowhere.csv --source forms --basis contract',
      key: 'import.no-file',
    },
    'import undo': { done: 'IMPORT', refused: absentId, key: 'import.absent' },
    'notice check': { done: example('notices/ixir.yaml'), refused: '/nowhere.yaml', key: 'notice.no-file' },
    'notice diff': {
      done: `${example('notices/ixir.yaml')} published`,
      refused: '/nowhere.yaml published',
      key: 'notice.no-file',
    },
    'notice read': { done: example('read/gym.txt'), refused: '/nowhere.txt', key: 'notice.no-file' },
    'notice render': {
      done: `${example('notices/ixir.yaml')} --format json`,
      refused: '/nowhere.yaml',
      key: 'notice.no-file',
    },
    'notice publish': { done: example('notices/ixir.yaml'), refused: '/nowhere.yaml', key: 'notice.no-file' },
    'person erase': { done: 'PERSON', refused: absentId, key: 'register.person-absent' },
    'person export': {
      done: `PERSON --format json --out ${join(used, 'copy.json')}`,
      refused: absentId,
      key: 'register.person-absent',
    },
    'person restrict': {
      done: 'PERSON --ground accuracy --requester Aino --channel phone --asked Tarkistakaa',
      refused: `${absentId} --ground accuracy --requester Aino --channel phone --asked Tarkistakaa`,
      key: 'register.person-absent',
    },
    'person find': {
      done: 'Nobody --purpose rights',
      refused: 'Nobody --purpose nosuch',
      key: 'register.purpose-not-declared',
    },
    'person show': {
      done: 'PERSON --purpose rights',
      refused: `${absentId} --purpose rights`,
      key: 'register.person-absent',
    },
  }
}
