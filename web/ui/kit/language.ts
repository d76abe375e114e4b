// What people speak: tags of BCP 47 for machines, names in English for people.

/** Spoken most in England after English (census of 2021), and what is ours to offer. */
const OFTEN = ["en", "bfi", "ar", "bn", "cy", "gu", "pa", "pl", "pt", "ro", "es", "ur"];
const OTHERS = [
  "ak", "am", "bg", "ckb", "cs", "da", "de", "el", "fa", "fi", "fil", "fr", "ga", "he", "hi", "hr", "hu", "ig", "it", "ja", "ko", "ku", "ln",
  "lt", "lv", "ml", "mr", "ms", "ne", "nl", "no", "prs", "ps", "rom", "ru", "si", "sk", "sl", "sn", "so", "sq", "sr", "sv", "sw", "ta", "te",
  "th", "ti", "tr", "uk", "vi", "yi", "yo", "yue", "zh",
];
/** Sign languages have no name in the browsers' own lists. */
const SIGNED: Record<string, string> = { bfi: "British Sign Language" };

const names = new Intl.DisplayNames("en-GB", { type: "language" });

/** "Polish" for `pl`; what is no tag, such as a menu's own word, is shown as it is. */
export function languageName(tag: string): string {
  try {
    return SIGNED[tag] ?? names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export interface Language {
  tag: string;
  name: string;
}

/** To choose from, by name; `now` is among them although it stands in neither list. */
export function languages(now: string | null): [heading: string, choices: Language[]][] {
  const all = [...OFTEN, ...OTHERS];
  const others = now && !all.includes(now) ? [...OTHERS, now] : OTHERS;
  return [["Asked for often", named(OFTEN)], ["All others", named(others)]];
}

function named(tags: readonly string[]): Language[] {
  return tags.map((tag) => ({ tag, name: languageName(tag) })).sort((a, b) => a.name.localeCompare(b.name));
}
