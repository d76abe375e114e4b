// The carrier's log, read defensively into one list, newest first: it is there to be looked at, never relied upon.
import type { CarrierNote } from "./model";

type Row = Record<string, unknown>;
const MOST = 60;

function rows(answer: unknown): Row[] {
  if (Array.isArray(answer)) return answer as Row[];
  const inner = answer && typeof answer === "object" ? Object.values(answer).find(Array.isArray) : undefined;
  return (inner as Row[] | undefined) ?? [];
}

const word = (row: Row, ...names: string[]): string => {
  const name = names.find((one) => row[one] !== undefined && row[one] !== null && row[one] !== "");
  return name ? String(row[name]) : "";
};

function path(url: string): string {
  try {
    return new URL(url).pathname;
  } catch {
    return url;
  }
}

function webhook(row: Row): CarrierNote {
  const status = word(row, "status", "code");
  const took = word(row, "ms", "took_ms");
  const failed = word(row, "error", "problem");
  const bad = Boolean(failed) || !/^2|^3/.test(status);
  const detail = [status && `answered ${status}`, took && `in ${took} ms`, failed].filter(Boolean).join(" ");
  return { at: word(row, "at", "sent"), bad, title: `${word(row, "method") || "POST"} ${path(word(row, "url"))}`, detail };
}

function problem(row: Row): CarrierNote {
  const where = path(word(row, "url"));
  return { at: word(row, "at"), bad: true, title: `Refused, ${word(row, "code")}:`, detail: [word(row, "text", "message"), where && `(${where})`].filter(Boolean).join(" ") };
}

export function notesOf(webhooks: unknown, problems: unknown): CarrierNote[] {
  const all = [...rows(webhooks).map(webhook), ...rows(problems).map(problem)];
  return all.sort((one, other) => other.at.localeCompare(one.at)).slice(0, MOST);
}
