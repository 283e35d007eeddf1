// Tells a journey while it is lived: one block per step, and after it what the others now see, checked.
import { type Send, type Sent, type Step, StepFailed } from './send.ts';

export interface Story {
  /** Sends without telling. */
  readonly send: Send;
  /** Sends a step and tells who sent what and what came of it. */
  readonly step: <T>(title: string, step: Step<T>, came: (answer: T) => string) => Promise<T>;
  /** `look` answers what is wrong, or nothing; a step it sends that fails is wrong too. */
  readonly check: (expected: string, look: () => Promise<string | undefined>) => Promise<void>;
  /** Checks that a path answers this caller with this status. */
  readonly answers: (who: string, path: string, status: number, meaning: string) => Promise<void>;
  readonly checks: () => { readonly made: number; readonly failed: readonly string[] };
}

interface Teller {
  readonly send: Send;
  /** The last answer that came, with its status and time. */
  readonly last: () => Sent | undefined;
  readonly say: (line: string) => void;
}

export function openStory({ send, last, say }: Teller): Story {
  let steps = 0;
  let made = 0;
  const failed: string[] = [];

  const check: Story['check'] = async (expected, look) => {
    made += 1;
    const wrong = await look().catch((problem: unknown) => {
      if (problem instanceof StepFailed) return problem.message;
      throw problem;
    });
    if (wrong === undefined) return say(`     ✓ ${expected}`);
    failed.push(`step ${steps}: ${expected}: ${wrong}`);
    say(`     ✗ ${expected}\n       instead: ${wrong}`);
  };

  return {
    send,
    step: async (title, step, came) => {
      steps += 1;
      say(`\n${steps}. ${title}`);
      const answer = await send(step);
      say(`   ${step.who} sends ${step.method} ${step.path}: ${step.tells}`);
      say(`   ${last()?.status} in ${Math.round(last()?.milliseconds ?? 0)} ms: ${came(answer)}`);
      return answer;
    },
    check,
    answers: (who, path, status, meaning) =>
      check(`${who}: ${meaning} (${status})`, async () => {
        await send({ who, tells: 'looks', method: 'GET', path, status });
        return undefined;
      }),
    checks: () => ({ made, failed }),
  };
}

/** For a check: nothing when they are the same, else what was seen. */
export const unlike = (seen: unknown, expected: unknown): string | undefined =>
  JSON.stringify(seen) === JSON.stringify(expected)
    ? undefined
    : `saw ${JSON.stringify(seen)} and not ${JSON.stringify(expected)}`;
