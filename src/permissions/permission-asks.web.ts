/** What the panel of permits asks of the gate, and tells the register. */

import { useAnswer, useRegister } from '../../web/purpose.tsx'
import type { LinkMade, Permissions } from './permission-answers.ts'

export const usePermissions = (person: string, when: boolean) =>
  useAnswer<Permissions>(`/persons/${person}/permissions`, { when })

export function usePermissionVerbs(person: string) {
  const { write } = useRegister()
  return {
    giveLink: (by: 'copy' | 'email') => write<LinkMade>('POST', `/persons/${person}/preference-links`, { by }),
  }
}
