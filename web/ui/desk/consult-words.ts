// How a consultation stands, in a line for each side of it.
import type { Consult } from "../api/types";

const OVER: Record<string, string> = {
  declined: "declined",
  no_answer: "did not answer",
  left: "has left",
  lost: "could not be kept on the line",
};

export function howItStands({ side, name, state, why }: Consult): string {
  if (state === "over") return `${name} ${OVER[why ?? ""] ?? "is not there"}. The caller still hears music.`;
  if (state === "ringing") return `Ringing ${name}. The caller hears music.`;
  if (state === "together") return `${name}, you and the caller hear each other.`;
  return side === "asking" ? `You speak with ${name}. The caller hears music.` : `You speak with ${name}. The caller does not hear you.`;
}
