// Lets a request in: who asks, and whether he asks too often.
import type { Caller } from '../access/caller.ts';
import { addressName } from '../access/rates/throttle.ts';
import type { App } from './app.ts';
import type { HttpRequest } from './http.ts';

/** Throws `unauthenticated` and `throttled`. */
export async function admit(app: App, request: HttpRequest): Promise<Caller> {
  const { headers, sourceIp = '', certificate } = request;
  const { clients, strangers } = app.throttles;
  let caller: Caller;
  try {
    caller = await app.authenticate({ authorization: headers.authorization, certificate });
  } catch (refused) {
    await strangers.take(addressName(sourceIp));
    // Who shows nothing tries nothing: that is in the log of requests alone.
    if (headers.authorization !== undefined) await app.turnAway(request, refused);
    throw refused;
  }
  // No client's name holds a slash, so nobody's pseudonym is taken for one.
  const waiting = clients.take(caller.user === undefined ? caller.client : `user/${caller.user}`);
  if (waiting) await waiting;
  return caller;
}
