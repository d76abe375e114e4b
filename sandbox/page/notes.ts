// The carrier's log as one list, newest first: the webhooks that it sent and what it refused, with the reason.
import type { Delivery, Problem } from "./carrier";
import type { CarrierNote } from "./model";

const MOST = 60;

function path(url: string): string {
  try {
    const { pathname, search } = new URL(url);
    return pathname + search;
  } catch {
    return url;
  }
}

function webhook({ at, method, url, attempt, status, code, ms }: Delivery): CarrierNote {
  const again = attempt > 1 ? `, attempt ${attempt}` : "";
  const detail = status === null ? `failed (${code ?? "no answer"}) after ${ms} ms${again}` : `answered ${status} in ${ms} ms${again}`;
  return { at, bad: status === null || status >= 400, title: `${method} ${path(url)}`, detail };
}

function problem({ at, code, text, url }: Problem): CarrierNote {
  return { at, bad: true, title: `${code}:`, detail: url ? `${text} (${path(url)})` : text };
}

export function notesOf(webhooks: readonly Delivery[], problems: readonly Problem[]): CarrierNote[] {
  const all = [...webhooks.slice(-MOST).map(webhook), ...problems.slice(-MOST).map(problem)];
  return all.sort((one, other) => other.at.localeCompare(one.at)).slice(0, MOST);
}
