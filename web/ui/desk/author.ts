// Who wrote something, as a person says it: what Switchboard sends or notes by itself has no author but the council.

const ITSELF = "switchboard";
const COUNTER = "reception";
const SPOKEN = "caller";

export function noteBy(author: string | null): string {
  return author === ITSELF ? "Automatic note" : `Note by ${author ?? "an agent"}`;
}

export function authorOf(author: string | null, otherwise: string): string {
  return author === ITSELF ? "Sent automatically" : (author ?? otherwise);
}

/** What stands there as theirs: they wrote it, or said it to whoever stood at the counter and wrote it down. */
export function writerOf(author: string | null): string {
  if (author === COUNTER) return "Reception wrote";
  return author === SPOKEN ? "They said" : "They wrote";
}
