// The server's time as this page knows it, and how times and durations are said.
import { computed, signal } from "@preact/signals";
import { me } from "../api/http";

let skew = 0;

/** The server's now, in milliseconds, moving once a second. */
export const now = signal(Date.now());

export function serverNow(): number {
  return Date.now() + skew;
}

/** Learns from a message how far this machine's clock is from the server's. */
export function learnTime(at: string, heardAt: number): void {
  const told = Date.parse(at);
  if (Number.isFinite(told)) skew = told - heardAt;
  now.value = serverNow();
}

setInterval(() => (now.value = serverNow()), 1000);

export function seconds(since: string | null | undefined, until: number = now.value): number {
  const from = since ? Date.parse(since) : NaN;
  return Number.isFinite(from) ? Math.max(0, Math.floor((until - from) / 1000)) : 0;
}

export function secondsLeft(until: string | null | undefined): number {
  const to = until ? Date.parse(until) : NaN;
  return Number.isFinite(to) ? Math.max(0, Math.ceil((to - now.value) / 1000)) : 0;
}

/** 75 → "1:15"; 3675 → "1:01:15". */
export function clockwise(total: number): string {
  const whole = Math.max(0, Math.floor(total));
  const two = (n: number) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** 75 → "1 min 15 s", for reading aloud and for tables. */
export function spoken(total: number): string {
  const whole = Math.max(0, Math.floor(total));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return whole % 60 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${whole / 60} min`;
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (days) return `${days} d ${hours} h`;
  return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
}

/** The county's own time, which holds wherever the screen stands. */
const formats = computed(() => {
  const timeZone = me.value?.zone ?? "Europe/London";
  const format = (language: string, wishes: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { ...wishes, timeZone });
  return {
    plain: format("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" }),
    hour: format("en-GB", { hour: "numeric", hour12: false }),
    time: format("en-GB", { hour: "2-digit", minute: "2-digit" }),
    day: format("en-GB", { day: "numeric", month: "short" }),
    weekday: format("en-GB", { weekday: "short", day: "numeric", month: "long" }),
  };
});

/** The county's calendar day some days on, as "2026-12-01". */
export function countyDay(from: number, ahead: number): string {
  const day = new Date(`${formats.value.plain.format(from)}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + ahead);
  return day.toISOString().slice(0, 10);
}

function said(format: Intl.DateTimeFormat, at: string | null | undefined): string {
  const time = at ? Date.parse(at) : NaN;
  return Number.isFinite(time) ? format.format(time) : "";
}

/** The hour of the county's day, 0 to 23. */
export const hourOf = (at: string): number => Number(formats.value.hour.format(new Date(at)));

export const timeOf = (at: string | null | undefined): string => said(formats.value.time, at);
export const dayOf = (at: string | null | undefined): string => said(formats.value.weekday, at);

/** "14:05" today, "3 Nov, 14:05" on another day. */
export function when(at: string | null | undefined): string {
  if (!at || !Number.isFinite(Date.parse(at))) return "";
  const { day } = formats.value;
  return said(day, at) === day.format(serverNow()) ? timeOf(at) : `${said(day, at)}, ${timeOf(at)}`;
}
