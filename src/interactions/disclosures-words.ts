// The words in which parents read who used the file: plain Dutch.
import type { Disclosure } from '../store/disclosure.ts';
import { typeWords } from './rights/page/words.ts';

const actions: Readonly<Record<Disclosure['action'], string>> = {
  C: 'iets toegevoegd',
  R: 'bekeken',
  U: 'iets gewijzigd',
  D: 'iets verwijderd',
  E: 'gezocht en bekeken',
};

const attempts: Readonly<Record<Disclosure['action'], string>> = {
  C: 'wilde iets toevoegen',
  R: 'wilde bekijken',
  U: 'wilde iets wijzigen',
  D: 'wilde iets verwijderen',
  E: 'wilde zoeken',
};

export function actionName({ action, operation, isRefused }: Disclosure): string {
  if (isRefused) return attempts[action];
  return operation === 'export' ? 'een afschrift opgehaald' : actions[action];
}

const operations: Readonly<Record<string, string>> = {
  refer: 'aanmelden',
  'withdraw-referral': 'aanmelding intrekken',
  'accept-referral': 'aanmelding aannemen',
  'decline-referral': 'aanmelding afwijzen',
  feedback: 'terugkoppelen',
  'push-diagnostics': 'onderzoek aanleveren',
  'request-diagnostics': 'onderzoek vragen',
  'plan-meeting': 'overleg plannen',
  'hold-meeting': 'overleg vastleggen',
  'compose-care-team': 'team samenstellen',
  'draft-care-plan': 'plan opstellen',
  'agree-care-plan': 'akkoord met het plan',
  'revise-care-plan': 'plan herzien',
  'assign-case-manager': 'trajectbegeleider aanwijzen',
  'move-episode': 'traject bijwerken',
  'follow-advice': 'advies uitvoeren',
  'break-glass': 'noodtoegang nemen',
  export: 'gegevens ophalen',
  rectify: 'verklaring of correctie toevoegen',
  'request-right': 'recht inroepen',
  'decide-right': 'besluiten op een verzoek',
  'transfer-file': 'dossier overdragen',
  'destroy-file': 'dossier vernietigen',
};
export const operationName = (operation: string): string => operations[operation] ?? operation;

/** A rule by its name in the policy; what else allows is called by its kind. */
export function groundName(ground: string): string {
  const [, rule] = /^urn:vroegdossier:rule:(.+)$/.exec(ground) ?? [];
  if (rule !== undefined) return `regel ${rule}`;
  return (typeWords[ground.split('/')[0] ?? ''] ?? ground).toLowerCase();
}

const reasons: Readonly<Record<string, string>> = {
  'no-rule': 'geen regel staat het toe',
  'no-tie': 'niet bij het kind betrokken',
  purpose: 'niet voor dit doel',
  'not-this-one': 'dit gegeven is niet voor deze organisatie',
  scope: 'buiten wat de toepassing mag',
  forbidden: 'niet toegestaan',
  'not-found': 'niet te zien voor deze organisatie',
  'consent-missing': 'geen toestemming van de ouders',
  objection: 'een ouder heeft bezwaar',
  'parent-closed': 'de toegang is afgesloten',
  restricted: 'het gebruik is beperkt',
  invalid: 'de gegevens klopten niet',
  'business-rule': 'de gegevens klopten niet',
  syntax: 'de vraag was niet leesbaar',
  'bad-parameter': 'de vraag klopte niet',
  'version-conflict': 'iemand anders was eerder',
  conflict: 'het paste niet bij wat er is',
  duplicate: 'het was er al',
  error: 'er ging bij ons iets mis',
};
export const reasonName = (reason: string): string => reasons[reason] ?? reason;

/** Which kinds of data, and how many of each. */
export function dataName(references: readonly string[]): string {
  const types = Map.groupBy(references, (reference) => reference.split('/')[0] ?? '');
  return [...types]
    .map(([type, some]) => `${typeWords[type] ?? type}${some.length > 1 ? ` (${some.length})` : ''}`)
    .join(', ');
}
