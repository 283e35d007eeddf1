// The only reader of process.env: one schema per way of running, parsed at start; what is missing means no start.
import * as z from 'zod';

const logLevel = z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']);

/** What every deployed door needs. */
const lambdaSchema = z.object({
  TABLE_NAME: z.string().min(1),
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/$/, '')),
  LOG_LEVEL: logLevel.default('INFO'),
});
export type LambdaSettings = z.infer<typeof lambdaSchema>;

/** What the doors without data need. */
const discoverySchema = lambdaSchema.omit({ TABLE_NAME: true });
export type DiscoverySettings = z.infer<typeof discoverySchema>;

/** What `npm start` and its companions read. */
const localSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number('a port is a number from 0 to 65535').int().min(0).max(65_535).default(8080),
  DATA_DIR: z.string().min(1).default('.data'),
  LOG_LEVEL: logLevel.default('WARN'),
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
export const discoverySettings = (): DiscoverySettings => read(discoverySchema);
export const localSettings = (): LocalSettings => read(localSchema);
