// The deployed functions' bulk exports: files in S3, orders passed on by the table's own stream.
import type { DeskParts } from './bulk/desk.ts';
import type { ExportFiles } from './bulk/files.ts';
import { exportSettings } from './settings.ts';

/** Loaded with the first file asked for: most requests have nothing to do with S3. */
export function lambdaFiles(bucket: string): ExportFiles {
  let opened: Promise<ExportFiles> | undefined;
  const files = (): Promise<ExportFiles> => {
    opened ??= import('./bulk/s3-files.ts').then(({ openBucket }) => openBucket({ bucket }));
    return opened;
  };
  return {
    put: async (...given) => (await files()).put(...given),
    get: async (...given) => (await files()).get(...given),
    drop: async (...given) => (await files()).drop(...given),
  };
}

/** What the FHIR door needs to take orders. */
export function lambdaOrdering(): Omit<DeskParts, 'guard'> {
  const { EXPORT_BUCKET, EXPORT_HOURS } = exportSettings();
  return { files: lambdaFiles(EXPORT_BUCKET), keepHours: EXPORT_HOURS, tell: () => {} };
}
