// What an entry of the audit trail says: who did what to one child's file, when, what for, on what ground (NEN 7513).
import type { Caller } from '../caller.ts';

/** create, read, update, delete, query. */
export type AuditAction = 'C' | 'R' | 'U' | 'D' | 'E';

/** FHIR's outcome codes: success; refused, or asked wrongly; failed on our side. */
export type AuditOutcome = '0' | '4' | '8';

/** Who asked and in which request, the same for all entries of a request. Names are short: there are many entries. */
export interface AuditOrigin {
  /** Client, kind, organisation, region, professional. */
  readonly c: string;
  readonly k: string;
  readonly n: string;
  readonly o?: string;
  readonly r: string;
  readonly p?: string;
  /** Pseudonym of the person signed in. */
  readonly u?: string;
  /** What the request was made for, a code of v3-ActReason. */
  readonly w?: string;
  /** Id of the access token. */
  readonly j?: string;
  /** Request id, trace of the client (W3C trace context), and the network address the request came from. */
  readonly x: string;
  readonly tr?: string;
  readonly ip?: string;
}

/** What one request did to one child's file (or, without a child, outside any). */
export interface AuditEntry extends AuditOrigin {
  /** When, an instant. */
  readonly t: string;
  /** Action per resource: `[action, 'Task/1/_history/2']`. */
  readonly e: readonly (readonly [AuditAction, string])[];
  /** Search strings used. */
  readonly q?: readonly string[];
  /** Named concept operation. */
  readonly op?: string;
  /** Rules and consents that allowed it, as references and URIs. */
  readonly b?: readonly string[];
  readonly s: AuditOutcome;
  /** Why it was refused: the policy's reason or the kind of the failure. */
  readonly d?: readonly string[];
}

/** About the request, for every entry it makes. */
export interface RequestInfo {
  readonly requestId: string;
  readonly sourceIp?: string;
  readonly method?: string;
  readonly path?: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** A caller whose token was refused is nobody we know. */
export function originOf(caller: Caller | undefined, request: RequestInfo): AuditOrigin {
  const { requestId: x, sourceIp: ip } = request;
  const tr = traceOf(request.headers?.traceparent);
  if (!caller) return { c: 'unknown', k: 'unknown', n: 'unknown', r: 'unknown', x, tr, ip };
  const { client, kind, name, organization, region, practitioner, user, purpose, token } = caller;
  return {
    c: client,
    k: kind,
    n: name,
    o: organization,
    r: region,
    p: practitioner,
    u: user,
    w: purpose,
    j: token,
    x,
    tr,
    ip,
  };
}

const traceOf = (text: string | undefined): string | undefined =>
  /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(text ?? '')?.[1];

/** The gravest action names the event: a change outweighs a query, a query a read. */
export function chiefAction({ e }: Pick<AuditEntry, 'e'>): AuditAction {
  const actions = new Set(e.map(([action]) => action));
  return (['D', 'U', 'C', 'E'] as const).find((action) => actions.has(action)) ?? 'R';
}
