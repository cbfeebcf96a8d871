import type { Role } from '../../schemas/company.ts'

/** Everything a person or key can do in a company's books. */
export type Action =
  | 'look'
  | 'deliver'
  | 'review'
  | 'comment'
  | 'see-outbox'
  | 'see-settings'
  | 'change-settings'
  | 'manage-keys'

/**
 * Who may do what, the only place. Deciding is not here: an approver decides by the link in the mail, whatever their role. The outbox is for
 * administrators alone, because embedded it holds links by which others decide and sign in.
 */
const MAY = {
  look: ['clerk', 'approver', 'admin', 'auditor'],
  deliver: ['clerk', 'admin'],
  review: ['clerk', 'admin'],
  comment: ['clerk', 'approver', 'admin'],
  'see-outbox': ['admin'],
  'see-settings': ['admin', 'auditor'],
  'change-settings': ['admin'],
  'manage-keys': ['admin'],
} as const satisfies Record<Action, readonly Role[]>

/** Whether somebody of this role may do this. */
export function canDo(role: Role, action: Action): boolean {
  const roles: readonly Role[] = MAY[action]
  return roles.includes(role)
}
