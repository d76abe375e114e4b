// Who is quick writes on while a slow line still carries what they sent: that is kept, and is what they write next.

/** What is left in a field of which `sent` has gone. */
export function leftOver(now: string, sent: string): string {
  const written = now.trimStart();
  return written.startsWith(sent) ? written.slice(sent.length).trimStart() : now;
}
