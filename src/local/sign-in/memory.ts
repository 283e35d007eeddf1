// What the sandbox's identity provider remembers while it runs: in memory, gone when it stops.
import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

/** One for each kind of thing that the provider keeps. */
export function memoryFor(now: () => number): () => Adapter {
  return () => {
    const kept = new Map<string, Kept>();
    const find = (id: string): AdapterPayload | undefined => {
      const found = kept.get(id);
      return found && found.until > now() ? found.payload : undefined;
    };
    const findBy = (has: (payload: AdapterPayload) => boolean): AdapterPayload | undefined =>
      [...kept.values()].find(({ payload, until }) => until > now() && has(payload))?.payload;
    return {
      upsert: async (id, payload, seconds) => {
        for (const [other, { until }] of kept) if (until <= now()) kept.delete(other);
        kept.set(id, { payload, until: now() + (seconds ?? 3600) * 1000 });
      },
      find: async (id) => find(id),
      findByUid: async (uid) => findBy((payload) => payload.uid === uid),
      findByUserCode: async (code) => findBy((payload) => payload.userCode === code),
      consume: async (id) => {
        const found = kept.get(id);
        if (found) kept.set(id, { ...found, payload: { ...found.payload, consumed: now() / 1000 } });
      },
      destroy: async (id) => {
        kept.delete(id);
      },
      revokeByGrantId: async (grant) => {
        for (const [id, { payload }] of kept) if (payload.grantId === grant) kept.delete(id);
      },
    };
  };
}
