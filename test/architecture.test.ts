// Holds the arrows of docs/architecture.md: which room may know of which, told by the imports of every source file.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = globSync(['src/**/*.ts', 'functions/*.ts'], { cwd: root });
const textOf = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

const statement = /^(?:import|export)\s+(type\s+)?(?:[^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

const importsOf = ([from, text]: readonly [string, string]): Import[] => {
  const resolve = (to: string): string => (to.startsWith('.') ? normalize(join(dirname(from), to)) : to);
  return [
    ...[...text.matchAll(statement)].map(([, type, to = '']) => ({
      from,
      to: resolve(to),
      typesOnly: type !== undefined,
    })),
    ...[...text.matchAll(dynamic)].map(([, to = '']) => ({ from, to: resolve(to), typesOnly: false })),
  ];
};
const imports = [...textOf].flatMap(importsOf);

/** `src/store/keys.ts` lies in `store`; a file straight under src is a room of its own. */
const roomOf = (file: string): string => /^src\/([^/]+)/.exec(file)?.[1] ?? file.split('/')[0] ?? '';
const isOurs = (file: string): boolean => /^(src|functions)\//.test(file);

/** What each room may use of others, and of which it may know the types alone. */
const arrows: Readonly<Record<string, { uses: readonly string[]; types?: readonly string[] }>> = {
  fhir: { uses: [] },
  profiles: { uses: ['fhir'] },
  xml: { uses: ['fhir', 'profiles'] },
  store: { uses: ['fhir'], types: ['access'] },
  access: { uses: ['fhir', 'store'] },
  interactions: { uses: ['fhir'], types: ['store'] },
  bulk: { uses: ['fhir', 'store', 'access', 'interactions'] },
  ivh: { uses: ['fhir', 'interactions'], types: ['store', 'access'] },
  edge: { uses: ['fhir', 'interactions', 'ivh', 'access'], types: ['doors.ts'] },
  functions: {
    uses: [
      'edge',
      'ivh',
      'published.ts',
      'settings.ts',
      'xml',
      'lambda-wiring.ts',
      'lambda-log.ts',
      'lambda-exports.ts',
      'lambda-export-run.ts',
      'lambda-people.ts',
      'lambda-token.ts',
    ],
  },
};

const concreteTables = /^src\/store\/(sqlite|dynamodb)[^/]*\.ts$/;
const between = imports.filter(({ from, to }) => isOurs(to) && roomOf(from) !== roomOf(to));
const told = ({ from, to }: Import): string => `${from} -> ${to}`;

describe.each(Object.entries(arrows))('the room %s', (room, { uses, types = [] }) => {
  const leaving = between.filter(({ from }) => roomOf(from) === room);

  it(`uses ${[...uses, ...types.map((type) => `types of ${type}`)].join(', ') || 'no other room'}`, () => {
    const wrong = leaving.filter(
      ({ to, typesOnly }) => !uses.includes(roomOf(to)) && !(typesOnly && types.includes(roomOf(to))),
    );
    expect(wrong.map(told)).toEqual([]);
  });

  it.each([...uses, ...types])('does use %s, or the arrow would be idle', (other) => {
    // Rooms grow: ivh may come to name a caller's type, and need not today.
    if (room === 'ivh' && other === 'access') return;
    expect(leaving.some(({ to }) => roomOf(to) === other)).toBe(true);
  });
});

describe('the sources', () => {
  it('are found and read', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(between.length).toBeGreaterThan(150);
  });

  it('have every room on the map', () => {
    const rooms = new Set(files.filter((file) => /^src\/[^/]+\//.test(file)).map(roomOf));
    const known = new Set([...Object.keys(arrows), 'local']);
    expect([...rooms].filter((room) => !known.has(room))).toEqual([]);
  });

  it('know a concrete table in wiring and in what runs on a laptop alone', () => {
    const knowing = imports.filter(
      ({ from, to }) =>
        concreteTables.test(to) &&
        !concreteTables.test(from) &&
        !/^src\/(local\/|wiring\.ts|lambda-table\.ts)/.test(from),
    );
    expect(knowing.map(told)).toEqual([]);
  });

  it('never know of the sandbox and the local server from outside', () => {
    expect(
      imports.filter(({ from, to }) => roomOf(to) === 'local' && roomOf(from) !== 'local').map(told),
    ).toEqual([]);
  });

  it('read the environment in one file', () => {
    const reading = [...textOf].filter(([, text]) => /\bprocess\s*(\.|\?\.|\[\s*['"])\s*env\b/.test(text));
    expect(reading.map(([file]) => file)).toEqual(['src/settings.ts']);
  });

  it('import tests and scripts nowhere', () => {
    expect(imports.filter(({ to }) => /^(test|scripts|infra|bench)\//.test(to)).map(told)).toEqual([]);
  });

  it('import only packages that are installed in production, the sandbox’s identity provider aside', () => {
    const { dependencies = {} }: { dependencies?: Record<string, string> } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    const packages = imports.filter(
      ({ to, typesOnly }) => !typesOnly && !isOurs(to) && !/^(node:|fhir-profiles\/|.*\.json$)/.test(to),
    );
    const nameOf = (to: string): string =>
      to
        .split('/')
        .slice(0, to.startsWith('@') ? 2 : 1)
        .join('/');
    const missing = packages.filter(({ to }) => !Object.hasOwn(dependencies, nameOf(to)));
    expect(missing.map(told)).toEqual(['src/local/sign-in/provider.ts -> oidc-provider']);
  });

  it.each(files.filter((file) => file.startsWith('functions/')))(
    'keep the door %s under 40 lines',
    (file) => {
      expect(textOf.get(file)?.split('\n').length).toBeLessThan(40);
    },
  );

  it('stay readable: no file over 250 lines', () => {
    const long = [...textOf].filter(([, text]) => text.trimEnd().split('\n').length > 250);
    expect(long.map(([file, text]) => `${file}: ${text.trimEnd().split('\n').length}`)).toEqual([]);
  });

  it('say in their first line what they are for', () => {
    expect([...textOf].filter(([, text]) => !text.startsWith('// ')).map(([file]) => file)).toEqual([]);
  });
});
