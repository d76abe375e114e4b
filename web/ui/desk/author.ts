// Who wrote something, as a person says it: what Switchboard sends or notes by itself has no author but the council.

const ITSELF = "switchboard";

export function noteBy(author: string | null): string {
  return author === ITSELF ? "Automatic note" : `Note by ${author ?? "an agent"}`;
}

export function authorOf(author: string | null, otherwise: string): string {
  return author === ITSELF ? "Sent automatically" : (author ?? otherwise);
}
