// Work that may be asked for at any moment, and of which two at once would be wrong.

/** Does the work; asked for meanwhile, once more afterwards, however often it was asked for. */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let working = false;
  let again = false;
  return async () => {
    again = working;
    if (working) return;
    working = true;
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      working = false;
    }
  };
}
