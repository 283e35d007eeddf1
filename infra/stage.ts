// What differs between stages, and nothing else: two presets, and what a deployer adds on the command line.
import * as z from 'zod';
import { identityProviderSchema, providersInJson } from '../src/access/tokens/identity-provider.ts';
import { usualYears } from '../src/store/retention.ts';

const days = z.literal([30, 90, 180, 365, 545, 731]);
const origin = z.url({ protocol: /^https$/, abort: true }).refine((url) => new URL(url).origin === url, {
  error: 'an origin is https://host, without a path or a slash at the end',
});

const Domain = z.strictObject({
  name: z.hostname(),
  /** Of AWS Certificate Manager, in the region of the stack. */
  certificateArn: z.string().startsWith('arn:aws:acm:'),
});

const Stage = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,20}$/),
  /** Absent: wherever the deployer's credentials point. */
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  region: z
    .string()
    .regex(/^eu(sc)?-[a-z]+-\d$/, 'children’s files stay in the EU: give an eu- region')
    .optional(),
  logLevel: z.literal(['DEBUG', 'INFO', 'WARN', 'ERROR']),
  logRetentionDays: days,
  memoryMegabytes: z.number().int().min(128).max(10_240),
  /** API Gateway gives up on an HTTP API's integration after 30 seconds. */
  timeoutSeconds: z.number().int().min(1).max(30),
  /** For the whole API, of which `tokensPerSecond` requests for tokens; counted over all containers per client and address. */
  throttle: z.strictObject({
    requestsPerSecond: z.number().positive(),
    burst: z.number().int().positive(),
    tokensPerSecond: z.number().int().positive(),
    perClient: z.number().positive(),
    perAddress: z.number().positive(),
  }),
  alarms: z.strictObject({
    serverErrorPercent: z.number().positive(),
    p99Milliseconds: z.number().positive(),
    throttledRequests: z.number().positive(),
  }),
  /** Web pages that may call the API from a browser; none: no cross-origin calls. */
  allowedOrigins: z.array(origin),
  alarmEmail: z.email().optional(),
  /** The address clients use; without it the API answers on the address that API Gateway gave it. */
  domain: Domain.optional(),
  /** Whom people sign in with; none: systems alone. */
  identityProviders: z.array(identityProviderSchema),
  /** How long the files of a bulk export can be fetched. */
  exportHours: z.number().int().min(1).max(168),
  /** Years a child's file is kept after its last change or the end of its trajectory. */
  retentionYears: z.number().int().min(1),
  /** After a restore: the table that the doors serve instead of the stack's own, and its stream. */
  restored: z
    .strictObject({
      table: z.string('give stage:restoredTable with stage:restoredStreamArn').regex(/^[\w.-]{3,255}$/),
      streamArn: z
        .string('give stage:restoredStreamArn with stage:restoredTable')
        .regex(/^arn:aws:dynamodb:[^:]+:\d{12}:table\/[\w.-]+\/stream\/\S+$/),
    })
    .optional(),
});
export type Stage = Readonly<z.infer<typeof Stage>>;

type Preset = Omit<Stage, 'name'>;

const acceptance: Preset = {
  logLevel: 'INFO',
  logRetentionDays: 30,
  memoryMegabytes: 1024,
  timeoutSeconds: 29,
  throttle: { requestsPerSecond: 50, burst: 100, tokensPerSecond: 10, perClient: 25, perAddress: 5 },
  alarms: { serverErrorPercent: 5, p99Milliseconds: 5_000, throttledRequests: 10 },
  allowedOrigins: [],
  identityProviders: [],
  exportHours: 24,
  retentionYears: usualYears,
};

const production: Preset = {
  ...acceptance,
  logRetentionDays: 365,
  // At 1,769 MB a function has one whole processor: parsing and checking FHIR is processor work.
  memoryMegabytes: 1769,
  throttle: { requestsPerSecond: 500, burst: 1_000, tokensPerSecond: 50, perClient: 100, perAddress: 20 },
  alarms: { serverErrorPercent: 1, p99Milliseconds: 3_000, throttledRequests: 1 },
};

const presets = new Map([
  ['acceptance', acceptance],
  ['production', production],
]);

const Overrides = z.strictObject({
  account: z.string().optional(),
  region: z.string().optional(),
  logLevel: z.string().optional(),
  alarmEmail: z.string().optional(),
  allowedOrigins: z
    .string()
    .transform((list) => list.split(','))
    .optional(),
  identityProviders: providersInJson.optional(),
  domainName: z.string().optional(),
  certificateArn: z.string().optional(),
  exportHours: z.coerce.number().optional(),
  retentionYears: z.coerce.number().optional(),
  restoredTable: z.string().optional(),
  restoredStreamArn: z.string().optional(),
});

/** Reads the stage from CDK's context: `-c stage=production -c stage:alarmEmail=…`; an unknown `stage:` key is refused. */
export const readStage = (context: Readonly<Record<string, unknown>>): Stage => {
  const name = z
    .string({ error: `give the stage: -c stage=${[...presets.keys()].join('|')}` })
    .parse(context.stage);
  const preset = presets.get(name);
  if (!preset) throw new Error(`no stage ${name}; there are: ${[...presets.keys()].join(', ')}`);
  const given = Object.entries(context)
    .filter(([key]) => key.startsWith('stage:'))
    .map(([key, value]) => [key.slice('stage:'.length), value]);
  const { domainName, certificateArn, restoredTable, restoredStreamArn, ...overrides } = Overrides.parse(
    Object.fromEntries(given),
  );
  const domain = domainName || certificateArn ? { name: domainName, certificateArn } : undefined;
  const restored =
    restoredTable || restoredStreamArn ? { table: restoredTable, streamArn: restoredStreamArn } : undefined;
  return Stage.parse({ ...preset, name, ...overrides, domain, restored });
};
