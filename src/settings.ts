// The only reader of process.env: one schema per way of running, parsed at start; what is missing means no start.
import * as z from 'zod';
import { type Rates, usualRates } from './access/rates/throttle.ts';
import { type IdentityProvider, providersInJson } from './access/tokens/identity-provider.ts';
import { usualYears } from './store/retention.ts';

const logLevel = z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']);

/** How long the files of a bulk export are kept; in the cloud the bucket forgets them after a week at most. */
const exportHours = z.coerce.number('a number of hours from 1 to 168').min(1).max(168).default(24);

const rate = z.coerce.number('a number of requests per second').positive();

/** Years a child's file is kept after its last change or the end of its trajectory. */
const retentionYears = z.coerce.number('a whole number of years').int().min(1).default(usualYears);

/** What every deployed function with data needs. */
const lambdaSchema = z.object({
  TABLE_NAME: z.string().min(1),
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/$/, '')),
  LOG_LEVEL: logLevel.default('INFO'),
  RETENTION_YEARS: retentionYears,
});
export type LambdaSettings = z.infer<typeof lambdaSchema>;

/** How many requests per second one client may send, and one address that shows no token. */
const ratesSchema = z.object({ RATE_PER_CLIENT: rate, RATE_PER_ADDRESS: rate });

/** What the FHIR door and the export function need besides. */
const exportSchema = lambdaSchema.extend({ EXPORT_BUCKET: z.string().min(1), EXPORT_HOURS: exportHours });
export type ExportSettings = z.infer<typeof exportSchema>;

/** What the doors without data need. */
const discoverySchema = lambdaSchema.omit({ TABLE_NAME: true, RETENTION_YEARS: true });
export type DiscoverySettings = z.infer<typeof discoverySchema>;

/** What `npm start` and its companions read. */
const localSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number('a port is a number from 0 to 65535').int().min(0).max(65_535).default(8080),
  DATA_DIR: z.string().min(1).default('.data'),
  LOG_LEVEL: logLevel.default('WARN'),
  EXPORT_HOURS: exportHours,
  RETENTION_YEARS: retentionYears,
  IDENTITY_PROVIDERS: providersInJson.default([]),
  RATE_PER_CLIENT: rate.default(usualRates.perClient),
  RATE_PER_ADDRESS: rate.default(usualRates.perAddress),
});
export type LocalSettings = z.infer<typeof localSchema>;

export class SettingsMissing extends Error {
  override readonly name = 'SettingsMissing';
}

function read<T>(schema: z.ZodType<T>): T {
  const result = schema.safeParse(process.env);
  if (result.success) return result.data;
  const reasons = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new SettingsMissing(`The environment is not as it must be: ${reasons.join('; ')}`);
}

export const lambdaSettings = (): LambdaSettings => read(lambdaSchema);
export const ratesSettings = (): Rates => {
  const { RATE_PER_CLIENT, RATE_PER_ADDRESS } = read(ratesSchema);
  return { perClient: RATE_PER_CLIENT, perAddress: RATE_PER_ADDRESS };
};
/** Whom people sign in with. */
export const identityProviders = (): readonly IdentityProvider[] =>
  read(z.object({ IDENTITY_PROVIDERS: providersInJson.default([]) })).IDENTITY_PROVIDERS;
export const exportSettings = (): ExportSettings => read(exportSchema);
export const discoverySettings = (): DiscoverySettings => read(discoverySchema);
export const localSettings = (): LocalSettings => read(localSchema);
