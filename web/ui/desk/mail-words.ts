// How an email's people and sizes are written.
import type { Correspondent } from "../api/types";

export const named = ({ name, address }: Correspondent): string => (name ? `${name} <${address}>` : address);
export const people = (given: Correspondent[]): string => given.map(named).join(", ");

export function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000)).toLocaleString("en-GB")} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
