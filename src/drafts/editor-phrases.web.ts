/** What CodeMirror says by itself, in the language of the screen. */

import { say } from '../../web/language.ts'

export const phrases = (): Record<string, string> => ({
  Find: say('ui.drafts.find.find'),
  Replace: say('ui.drafts.find.replace'),
  next: say('ui.drafts.find.next'),
  previous: say('ui.drafts.find.previous'),
  all: say('ui.drafts.find.all'),
  replace: say('ui.drafts.find.replace'),
  'replace all': say('ui.drafts.find.replace-all'),
  'match case': say('ui.drafts.find.match-case'),
  'by word': say('ui.drafts.find.by-word'),
  regexp: say('ui.drafts.find.regexp'),
  close: say('ui.close'),
  Completions: say('ui.drafts.find.completions'),
  Diagnostics: say('ui.notice.findings'),
  'No diagnostics': say('ui.notice.nothing-found'),
})
