/** The screening of one purpose: the questions beside what the notice says, the rule's outcome as it becomes, and every save. */

import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { tell } from '../../web/tell.ts'
import { useAccountability, useSave } from './accountability-asks.web.ts'
import { type Kept, Meanwhile, Revisions, saidOtherwise, useRevised } from './revised.web.tsx'
import type { ScreeningAnswer, ScreeningRequest } from './screening-answers.ts'
import { type Screened, ScreeningForm, screeningInWords } from './screening-form.web.tsx'
import { ScreeningState } from './screenings.web.tsx'
import './accountability.css'

const route = getRouteApi('/signed-in/accountability/screenings/$purpose')

export function ScreeningOfPurpose() {
  const say = useText()
  const { purpose } = route.useParams()
  const found = useAccountability<ScreeningAnswer>(`/screenings/${encodeURIComponent(purpose)}`)
  return (
    <Page
      title={found.data?.name ?? say('ui.screening.one')}
      beside={found.data && <ScreeningState state={found.data.state} />}
      width="reading"
    >
      <Loaded query={found} height={480}>
        {answer => <Screening key={purpose} answer={answer} />}
      </Loaded>
    </Page>
  )
}

function Screening({ answer }: { answer: ScreeningAnswer }) {
  const say = useText()
  const { purpose, state, inForce, today, hints, revisions } = answer
  const { value, setValue, expected, meanwhile, goOn, takeTheirs, saved } = useRevised(latestOf(answer))
  const saving = useSave<ScreeningRequest, { revision: number }>('PUT', `/screenings/${encodeURIComponent(purpose)}`)
  const save = async (screened: Omit<ScreeningRequest, 'version' | 'expected'>) => {
    saved((await saving.mutateAsync({ ...screened, expected, version: inForce })).revision)
    tell(say('ui.accountability.saved'))
  }
  return (
    <>
      <Text c="dimmed">{say('ui.screening.about')}</Text>
      {state === 'changed' && (
        <Alert color="amber" icon={<IconAlertTriangle aria-hidden />} title={say('ui.screening.state.changed')} mt="md">
          {say('ui.screening.changed-why', { version: revisions[0]?.version ?? inForce })}
        </Alert>
      )}
      <ScreeningForm
        value={value}
        change={setValue}
        save={save}
        hints={hints}
        today={today}
        error={meanwhile ? undefined : saving.error}
        isSaving={saving.isPending}
        meanwhile={
          meanwhile && (
            <Meanwhile
              theirs={meanwhile}
              differences={saidOtherwise(screeningInWords(say, value), screeningInWords(say, meanwhile.value))}
              goOn={goOn}
              takeTheirs={takeTheirs}
            />
          )
        }
      />
      <Revisions revisions={revisions.map(one => ({ ...one, said: screeningInWords(say, one) }))} />
    </>
  )
}

function latestOf({ revisions: [latest], today }: ScreeningAnswer): Kept<Screened> {
  const inAYear = `${Number(today.slice(0, 4)) + 1}${today.slice(4).replace('02-29', '02-28')}`
  if (!latest)
    return {
      revision: 0,
      value: { answers: {}, overruled: null, conclusion: '', assessment: null, review: inAYear },
    }
  const { revision, at, by, answers, overruled, conclusion, assessment, review } = latest
  const value = { answers, overruled, conclusion, assessment, review: review > today ? review : inAYear }
  return { revision, at, by, value }
}
