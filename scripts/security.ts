// npm run security: no secret lies in the tree, and no package that runs in production has a known high weakness.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { in: { type: 'string', default: process.cwd() } } });
const cwd = values.in;

const rules = join(import.meta.dirname, '../.secretlintrc.json');

interface Told {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(command: string, args: readonly string[]): Told {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  if (error) throw error;
  return { code: status, out: stdout, err: stderr };
}

/** A private key as JWK: that form no scanner looks for, and it is the one our clients' keys have. */
const privateJwk = /["']?kty["']?\s*:[^{}]*["']?\bd["']?\s*:\s*["'][A-Za-z0-9_-]{40,}["']/;

/** Files that a commit would hold: known to git or new, ignored ones aside. */
const filesHere = (): string[] =>
  run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'])
    .out.split('\0')
    .filter((file) => file !== '');

function secretsIn(files: readonly string[]): string[] {
  const { code, out, err } = run('secretlint', ['--secretlintrc', rules, '--no-glob', ...files]);
  const scanned = code === 0 ? [] : [`${out}${err}`.trim()];
  const keys = files.filter((file) => privateJwk.test(textOf(file)));
  return [...scanned, ...keys.map((file) => `${file}: holds a private key as JWK`)];
}

/** A file that is listed may have been taken away since. */
function textOf(file: string): string {
  try {
    return readFileSync(`${cwd}/${file}`, 'utf8');
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && problem.code === 'ENOENT') return '';
    throw problem;
  }
}

interface Audit {
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<string, number>> };
  readonly message?: string;
}

function weaknesses(): { readonly found: string[]; readonly missing?: string } {
  const { out } = run('npm', ['audit', '--omit=dev', '--audit-level=high', '--json']);
  const audit: Audit = JSON.parse(out);
  if (!audit.metadata) return { found: [], missing: audit.message ?? 'no answer' };
  const { high = 0, critical = 0 } = audit.metadata.vulnerabilities;
  return high + critical === 0
    ? { found: [] }
    : {
        found: [`${high} high and ${critical} critical weaknesses in dependencies; see npm audit --omit=dev`],
      };
}

const files = filesHere();
const secrets = secretsIn(files);
console.log(`${files.length} files searched for secrets: ${secrets.length === 0 ? 'none' : 'FOUND'}`);
const { found, missing } = weaknesses();
if (missing === undefined)
  console.log(`Dependencies: ${found.length === 0 ? 'no known high weakness' : 'FOUND'}`);
else
  console.error(
    `\n!!! DEPENDENCIES WERE NOT CHECKED: the registry does not answer npm audit (${missing}).\n!!! Run npm run security where it does before a release.\n`,
  );
for (const finding of [...secrets, ...found]) console.error(finding);
if (secrets.length + found.length > 0) process.exitCode = 1;
