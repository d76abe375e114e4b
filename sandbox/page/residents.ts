// The people whose phone this can be. All made up; Ofcom keeps 07700 900000–900999 free for drama.

export interface Resident {
  number: string;
  name: string;
  about: string;
}

export const RESIDENTS: readonly Resident[] = [
  { number: "+447700900123", name: "Margaret Ellison", about: "retired" },
  { number: "+447700900147", name: "Tom Okafor", about: "runs a bakery" },
  { number: "+447700900158", name: "Priya Raman", about: "two at school" },
  { number: "+447700900171", name: "Dilys Pugh", about: "a carer" },
  { number: "+447700900196", name: "Jan Kowalczyk", about: "newly arrived" },
];

/** A British number the way people write it: 07700 900123, 01632 960100. */
export function written(number: string): string {
  const digits = number.startsWith("+44") ? `0${number.slice(3)}` : number;
  return /^0\d{10}$/.test(digits) ? `${digits.slice(0, 5)} ${digits.slice(5)}` : digits;
}

/** What was typed, as the network wants it: +44…; short codes and anything unusual stay as they are. */
export function dialable(typed: string): string {
  const keys = typed.replace(/[^\d+*#]/g, "");
  if (keys.startsWith("+")) return keys;
  return /^0\d{9,10}$/.test(keys) ? `+44${keys.slice(1)}` : keys;
}

export function initials(name: string): string {
  return name.split(" ").map((part) => part[0] ?? "").join("").slice(0, 2).toUpperCase();
}
