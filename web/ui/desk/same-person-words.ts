// What a merge will do, in sentences.
import type { SamePersonPreview } from "../api/types";

const FIELDS: Record<string, string> = { name: "name", language: "language", access_needs: "access needs" };

export const NAMELESS = "Name not known";
export const SOMEBODY = "somebody without a name";

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : one.endsWith("s") ? "es" : "s"}`;

function listed(words: string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : (words[0] ?? "");
}

export function whatMoves({ kept, moves, fills }: SamePersonPreview): string[] {
  const who = kept.name ?? "the one who is kept";
  const moved = [
    moves.contacts > 0 && counted(moves.contacts, "contact"),
    moves.cases > 0 && counted(moves.cases, "case"),
    moves.addresses > 0 && counted(moves.addresses, "address"),
  ].filter((each): each is string => Boolean(each));
  const taken = fills.map((field) => FIELDS[field] ?? field);
  return [
    moved.length ? `${listed(moved)} ${sum(moves) === 1 ? "moves" : "move"} to ${who}.` : `Nothing has to move to ${who}.`,
    ...(taken.length ? [`Taken over, because it is missing: ${listed(taken)}.`] : []),
    "It can be undone: all of it goes back then, and what has come since stays.",
  ];
}

const sum = ({ contacts, cases, addresses }: SamePersonPreview["moves"]): number => contacts + cases + addresses;
