// The citizen service number (burgerservicenummer) and its eleven test.

export const bsnSystem = 'http://fhir.nl/fhir/NamingSystem/bsn';

const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];

/** Nine digits whose weighted sum is a multiple of eleven. Eight digits are to be padded with a zero by who sends them. */
export function isBsn(value: string): boolean {
  if (!/^[0-9]{9}$/.test(value) || value === '000000000') return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(value[index]), 0);
  return sum % 11 === 0;
}
