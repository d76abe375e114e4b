// One way to ask the server for something, with the door's CSRF token and errors that are sentences.
import { effect, signal } from "@preact/signals";
import type { Me } from "./types";

export type Door = "desk" | "console" | "reception";

/** Who is logged in at this door: `undefined` until known, `null` when nobody is. */
export const me = signal<Me | null | undefined>(undefined);

export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    readonly field: string | null,
    readonly body: unknown,
  ) {
    super(message);
  }
}

const UNREACHED = "The server did not answer. Check your connection and try again.";

/** False from a question that was not answered until the server has been heard of again. */
export const reached = signal(true);

/** What asked in vain says so until the server is there again. */
export function onceReached(then: () => void): void {
  const stop = effect(() => {
    if (reached.value) queueMicrotask(() => (stop(), then()));
  });
}

/** What to show a person for anything thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Error && error.message) return error.message;
  return "Something went wrong here. Please try again.";
}

function refusal(status: number, body: unknown): Refused {
  const error = (body as { error?: { code?: string; message?: string; field?: string | null } } | null)?.error;
  const sentence = error?.message || (status >= 500 ? "The server had a problem. Nothing was lost; please try again." : `The server refused this (${status}).`);
  return new Refused(sentence, status, error?.code ?? String(status), error?.field ?? null, body);
}

async function once(method: string, path: string, body: unknown, wait_ms: number): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const file = body instanceof Blob ? body : null;
  if (body !== undefined) headers["Content-Type"] = file ? "application/octet-stream" : "application/json";
  if (file instanceof File) headers["X-File-Name"] = encodeURIComponent(file.name);
  if (method !== "GET" && me.peek()) headers["X-CSRF-Token"] = me.peek()!.csrf;
  const signal = AbortSignal.timeout(wait_ms);
  try {
    const response = await fetch(path, { method, headers, body: file ?? (body === undefined ? null : JSON.stringify(body)), signal, credentials: "same-origin" });
    reached.value = true;
    return response;
  } catch {
    reached.value = false;
    throw new Refused(UNREACHED, 0, "unreached", null, null);
  }
}

/** JSON in, or a file; JSON out. A stale CSRF token (another tab logged in again) is fetched anew, once. */
export async function ask<T>(method: string, path: string, body?: unknown, wait_ms = 15_000): Promise<T> {
  let response = await once(method, path, body, wait_ms);
  if (response.status === 403 && method !== "GET" && (await renewed(path))) response = await once(method, path, body, wait_ms);
  const found: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) {
    if (response.status === 401 && !path.endsWith("/login")) me.value = null;
    throw refusal(response.status, found);
  }
  return found as T;
}

async function renewed(path: string): Promise<boolean> {
  const door = /^\/(desk|console|reception)\//.exec(path)?.[1];
  const had = me.peek()?.csrf;
  if (!door || !had || path.endsWith("/login")) return false;
  const response = await once("GET", `/${door}/api/me`, undefined, 5000).catch(() => null);
  if (!response?.ok) return false;
  const found = (await response.json()) as Me;
  me.value = found;
  return found.csrf !== had;
}

export const get = <T,>(path: string): Promise<T> => ask<T>("GET", path);
export const post = <T,>(path: string, body: unknown = {}): Promise<T> => ask<T>("POST", path, body);
