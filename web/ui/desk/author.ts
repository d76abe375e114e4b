// Who wrote something, as a person says it: what Switchboard sends by itself has no author but the council.

const ITSELF = "switchboard";

export function authorOf(author: string | null, otherwise: string): string {
  return author === ITSELF ? "Sent automatically" : (author ?? otherwise);
}
