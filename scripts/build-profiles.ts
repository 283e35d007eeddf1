// Builds fhir-profiles/ with SUSHI, offline, into fhir-profiles/generated; `--check` only tells whether that is fresh.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareFhirHome } from './build-profiles/fhir-home.ts';
import { gather } from './build-profiles/gather.ts';
import { replaceFolder, staleFiles } from './build-profiles/output.ts';
import { runSushi } from './build-profiles/sushi.ts';

const root = join(import.meta.dirname, '..');
const generated = join(root, 'fhir-profiles/generated');

const home = await prepareFhirHome(root);
const workplace = await mkdtemp(join(tmpdir(), 'ivh-profiles-'));
try {
  const files = await gather(await runSushi({ root, home, out: workplace }));
  if (process.argv.includes('--check')) {
    const stale = await staleFiles(generated, files);
    for (const file of stale)
      console.error(`fhir-profiles/generated/${file} differs from what the sources give`);
    if (stale.length > 0) {
      console.error('Run: node scripts/build-profiles.ts');
      process.exitCode = 1;
    }
  } else {
    await replaceFolder(generated, files);
    console.log(`fhir-profiles/generated: ${files.size} files`);
  }
} finally {
  await rm(workplace, { recursive: true, force: true });
}
