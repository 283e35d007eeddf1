// The only reader of process.env: one schema per way of running, parsed at start; what is missing means no start.
import * as z from 'zod';

const logLevel = z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']);

/** How long the files of a bulk export are kept; in the cloud the bucket forgets them after a week at most. */
const exportHours = z.coerce.number('a number of hours from 1 to 168').min(1).max(168).default(24);

/** What every deployed door needs. */
const lambdaSchema = z.object({
  TABLE_NAME: z.string().min(1),
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/$/, '')),
  LOG_LEVEL: logLevel.default('INFO'),
});
export type LambdaSettings = z.infer<typeof lambdaSchema>;

/** What the FHIR door and the export function need besides. */
const exportSchema = lambdaSchema.extend({ EXPORT_BUCKET: z.string().min(1), EXPORT_HOURS: exportHours });
export type ExportSettings = z.infer<typeof exportSchema>;

/** What the doors without data need. */
const discoverySchema = lambdaSchema.omit({ TABLE_NAME: true });
export type DiscoverySettings = z.infer<typeof discoverySchema>;

/** What `npm start` and its companions read. */
const localSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number('a port is a number from 0 to 65535').int().min(0).max(65_535).default(8080),
  DATA_DIR: z.string().min(1).default('.data'),
  LOG_LEVEL: logLevel.default('WARN'),
  EXPORT_HOURS: exportHours,
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
export const exportSettings = (): ExportSettings => read(exportSchema);
export const discoverySettings = (): DiscoverySettings => read(discoverySchema);
export const localSettings = (): LocalSettings => read(localSchema);
