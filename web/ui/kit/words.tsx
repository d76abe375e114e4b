// A sentence of the server's, with what stands between backticks shown as what somebody wrote.
export function Words({ text }: { text: string }) {
  return <span>{text.split("`").map((part, place) => (place % 2 ? <code key={place}>{part}</code> : part))}</span>;
}
