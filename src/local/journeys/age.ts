// Dates of a journey, told as ages: `2y6m`, `3w`, `0d`, and before birth `-2m`.

const form = /^(-?)(?:(\d+)y)?(?:(\d+)m)?(?:(\d+)w)?(?:(\d+)d)?$/;

function shifted(date: string, age: string, direction: 1 | -1): string {
  const parts = form.exec(age);
  if (!parts || age === '' || age === '-') throw new RangeError(`"${age}" is no age such as 2y6m`);
  const [years = 0, months = 0, weeks = 0, days = 0] = parts.slice(2).map((part) => Number(part ?? 0));
  const sign = parts[1] === '-' ? -direction : direction;
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const count = sign * (years * 12 + months);
  const lastDay = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  const moved = Date.UTC(year, month - 1 + count, Math.min(day, lastDay) + sign * (weeks * 7 + days));
  return new Date(moved).toISOString().slice(0, 10);
}

/** The day on which a child born on `born` has this age. */
export const dayAt = (born: string, age: string): string => shifted(born, age, 1);

/** The birth date of a child that has this age now. */
export const bornFor = (age: string, now: Date): string => shifted(now.toISOString().slice(0, 10), age, -1);
