/** The copy for the person, in the form that they can use: made when it is asked for, and kept nowhere. */

import { Button, Group, Text, Title } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { saveFile } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'

const formats = ['pdf', 'csv', 'json', 'zip'] as const

export function Copies({ person, kind }: { person: string; kind: 'access' | 'portability' }) {
  const say = useText()
  const { ask } = useRegister()
  const making = useWriting({
    mutationFn: (format: (typeof formats)[number]) =>
      ask<{ name: string; type: string; bytes: string }>('/copies', { method: 'POST', body: { person, kind, format } }),
    onSuccess: ({ name, type, bytes }) =>
      saveFile(new Blob([Uint8Array.from(atob(bytes), letter => letter.charCodeAt(0))], { type }), name),
  })
  return (
    <section aria-labelledby="copies">
      <Title order={2} id="copies" mb="xs">
        {say(`ui.requests.copies.${kind}`)}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {say(`ui.requests.copies.${kind}-why`)}
      </Text>
      <ProblemNotice error={making.error} />
      <Group gap="xs">
        {formats.map(format => (
          <Button
            key={format}
            variant="default"
            leftSection={<IconDownload size={17} aria-hidden />}
            loading={making.isPending && making.variables === format}
            disabled={making.isPending}
            onClick={() => making.mutate(format)}
          >
            {say(`ui.requests.copies.${format}`)}
          </Button>
        ))}
      </Group>
    </section>
  )
}
