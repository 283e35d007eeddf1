// AwsSolutions has nothing to say that is not answered, and nothing is answered that it does not say.
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { applyNagExceptions, nagExceptions } from '../../infra/nag-exceptions.ts';
import { makeStack, restored } from './synthesize.ts';

const everySetting = {
  'stage:domainName': 'dossier.example.org',
  'stage:certificateArn': 'arn:aws:acm:eu-west-1:111111111111:certificate/1',
  'stage:allowedOrigins': 'https://a.example.org',
  'stage:alarmEmail': 'beheer@example.org',
  ...restored,
};

const findings = (stack: ReturnType<typeof makeStack>): string[] =>
  new AwsSolutionsChecks()
    .validateScope(stack)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );

test.each([[{}], [everySetting]])('leaves no finding unanswered (%o)', (settings) => {
  const stack = makeStack(settings);
  applyNagExceptions(stack);
  expect(findings(stack)).toEqual([]);
});

test('answers exactly what there is to answer', () => {
  const answered = nagExceptions.map(({ rule, path }) => `${rule} at Vroegdossier/${path}`);
  expect(answered.sort()).toEqual(findings(makeStack()).sort());
});

test('gives a reason in a sentence for each', () => {
  for (const { reason } of nagExceptions) expect(reason).toMatch(/^[A-Z].{40,}\.$/);
});
