// Whom the people of a deployed region sign in with, and how the functions reach what these publish.
import type { PeopleParts } from './access/tokens/person-token.ts';
import { openRemote } from './access/tokens/remote-document.ts';
import { identityProviders } from './settings.ts';

export function lambdaPeople(): PeopleParts {
  const now = (): Date => new Date();
  return { providers: identityProviders(), remote: openRemote({ fetch, now }), now };
}
