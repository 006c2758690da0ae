/** What is shown can be taken out as a file: on paper, as a page, for spreadsheets and for programs. */

import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { ask, saveAnswered } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import type { FileAnswer } from './accountability-answers.ts'

const formats = ['pdf', 'html', 'csv', 'json'] as const

/** `path` gives the file's base64 at `?format=`: `/accountability/files/record`. */
export function TakeOut({ path }: { path: string }) {
  const say = useText()
  const taking = useWriting({
    mutationFn: async (format: (typeof formats)[number]) =>
      saveAnswered(await ask<FileAnswer>(`${path}${path.includes('?') ? '&' : '?'}format=${format}`)),
  })
  return (
    <div>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} loading={taking.isPending}>
            {say('ui.accountability.take')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {formats.map(format => (
            <Menu.Item key={format} onClick={() => taking.mutate(format)}>
              {say(`ui.accountability.format.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ProblemNotice error={taking.error} />
    </div>
  )
}
