// Runs many lookups side by side, a bounded number at a time.

/** The results in the order of the items; after a failure none begins, and it is thrown once those under way have ended. */
export async function inParallel<T, R>(
  items: readonly T[],
  look: (item: T, index: number) => Promise<R>,
  width = 16,
): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  let hasFailed = false;
  const work = async (): Promise<void> => {
    for (const [index, item] of left) {
      if (hasFailed) return;
      results[index] = await look(item, index).catch((failure: unknown) => {
        hasFailed = true;
        throw failure;
      });
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, work));
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  return results;
}
