// The same for each of several, one after the other: what fails keeps none of the others out, and each failure is told.
import { sentenceOf } from "../api/http";

export async function forEach<T>(given: Iterable<T>, work: (one: T) => Promise<unknown>): Promise<void> {
  const wrong: unknown[] = [];
  for (const one of given) {
    try {
      await work(one);
    } catch (error) {
      wrong.push(error);
    }
  }
  if (wrong.length === 1) throw wrong[0];
  if (wrong.length) throw new Error([...new Set(wrong.map(sentenceOf))].join(" "));
}
