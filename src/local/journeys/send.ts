// Sends one step of a journey the way the system that would send it does: with its own token, over HTTP.
import * as z from 'zod';
import { sandboxToken } from '../sandbox.ts';

export interface Step<T = unknown> {
  /** The sandbox client that sends it. */
  readonly who: string;
  /** What happens, for whoever watches. */
  readonly tells: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
  /** The status it must be answered with; any success when left out. */
  readonly status?: number;
  /** The shape of the answer. */
  readonly answer?: z.ZodType<T>;
}

/** A step that was not answered as it should be; the message says who did what and what came back. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

/** Sends a step and gives its answer; throws StepFailed. */
export type Send = <T>(step: Step<T>) => Promise<T>;

export interface Sent {
  readonly step: Step;
  readonly status: number;
  readonly milliseconds: number;
}

interface Wire {
  readonly url: string;
  readonly dataDir: string;
  readonly onSent?: (sent: Sent) => void;
}

export function openWire({ url, dataDir, onSent }: Wire): Send {
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (who: string): Promise<string> => {
    const token = tokens.get(who) ?? sandboxToken(url, dataDir, who);
    tokens.set(who, token);
    return token;
  };
  return async (step) => {
    const begun = performance.now();
    const response = await fetch(url + step.path, {
      method: step.method,
      headers: headersOf(step, await tokenOf(step.who)),
      ...(step.body === undefined ? {} : { body: JSON.stringify(step.body) }),
    });
    const text = await response.text();
    if (step.status === undefined ? !response.ok : response.status !== step.status) {
      throw failed(step, `answered ${response.status}: ${text}`);
    }
    const answer = (step.answer ?? z.unknown()).safeParse(text === '' ? undefined : JSON.parse(text));
    if (!answer.success) throw failed(step, `answered in another shape: ${z.prettifyError(answer.error)}`);
    onSent?.({ step, status: response.status, milliseconds: performance.now() - begun });
    return answer.data as never;
  };
}

function headersOf({ path, body }: Step, token: string): Record<string, string> {
  const json = path.startsWith('/fhir') ? 'application/fhir+json' : 'application/json';
  return {
    authorization: `Bearer ${token}`,
    accept: json,
    ...(body === undefined ? {} : { 'content-type': json }),
  };
}

const failed = ({ who, tells, method, path, status }: Step, what: string): StepFailed =>
  new StepFailed(
    `${who}, "${tells}": ${method} ${path} ${what}${status === undefined ? '' : ` (expected ${status})`}`,
  );
