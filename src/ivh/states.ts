// The state machines of IVH as tables, and which steps are legal from a state.
export const machines = {
  aanmelding: {
    draft: ['requested'],
    requested: ['received', 'accepted', 'rejected', 'cancelled'],
    received: ['accepted', 'rejected', 'cancelled'],
    accepted: ['in-progress', 'cancelled'],
    'in-progress': ['on-hold', 'completed', 'cancelled', 'failed'],
    'on-hold': ['in-progress', 'cancelled'],
    rejected: [],
    cancelled: [],
    completed: [],
    failed: [],
  },
  traject: {
    planned: ['waitlist', 'active', 'cancelled'],
    waitlist: ['active', 'cancelled'],
    active: ['onhold', 'finished'],
    onhold: ['active', 'finished'],
    finished: ['active'],
    cancelled: [],
  },
  adviesplan: {
    draft: ['active', 'revoked'],
    active: ['on-hold', 'completed', 'revoked'],
    'on-hold': ['active', 'completed', 'revoked'],
    completed: [],
    revoked: [],
  },
  opdracht: {
    draft: ['requested'],
    requested: ['received', 'accepted', 'rejected', 'on-hold', 'in-progress', 'cancelled'],
    received: ['accepted', 'rejected', 'on-hold', 'cancelled'],
    accepted: ['in-progress', 'on-hold', 'cancelled'],
    'on-hold': ['accepted', 'in-progress', 'cancelled', 'rejected'],
    'in-progress': ['on-hold', 'completed', 'failed', 'cancelled'],
    completed: [],
    rejected: [],
    failed: [],
    cancelled: [],
  },
} as const satisfies Record<string, Record<string, readonly string[]>>;

export type Machine = keyof typeof machines;

/** States one step away; undefined when the machine does not have this state. */
export function legalSteps(machine: Machine, from: string): readonly string[] | undefined {
  const table: Record<string, readonly string[]> = machines[machine];
  return Object.hasOwn(table, from) ? table[from] : undefined;
}

/** A state kept is no step; `entered-in-error` undoes a mistake and is open from everywhere. */
export const isLegal = (machine: Machine, from: string, to: string): boolean =>
  from === to || to === 'entered-in-error' || (legalSteps(machine, from)?.includes(to) ?? false);

/** The states of the episode in which the child is in the hands of IVH. */
export const openEpisode: ReadonlySet<string> = new Set(['planned', 'waitlist', 'active', 'onhold']);

/** The states of the referral Task in which the referral awaits its outcome. */
export const openReferral: ReadonlySet<string> = new Set([
  'draft',
  'requested',
  'received',
  'accepted',
  'in-progress',
  'on-hold',
]);
