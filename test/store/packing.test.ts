// Values as DynamoDB keeps them.

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pack, packedSize, unpack } from '../../src/store/packing.ts';

describe('packing', () => {
  const long = JSON.stringify(Array.from({ length: 1000 }, (_, at) => ({ at, naam: 'Zoë 👶' })));

  it('leaves a short value as it is', () => {
    expect(pack('{"naam":"Zoë"}')).toEqual({ S: '{"naam":"Zoë"}' });
  });

  it('makes a long value small and gives it back unchanged', () => {
    const packed = pack(long);
    expect(packedSize(packed)).toBeLessThan(long.length / 4);
    expect(unpack(packed)).toBe(long);
  });

  it('leaves a long value that does not compress as it is', () => {
    const noise = String.fromCodePoint(...randomBytes(20_000).map((byte) => byte % 128));
    const packed = pack(noise);
    expect(packedSize(packed)).toBeLessThanOrEqual(noise.length);
    expect(unpack(packed)).toBe(noise);
  });

  it('counts bytes, not characters', () => {
    expect(packedSize(pack('Zoë 👶'))).toBe(9);
  });

  it('refuses an item that holds no value', () => {
    expect(() => unpack(undefined)).toThrow('not written by this store');
  });
});
