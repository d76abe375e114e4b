// How many parts a text takes: GSM-7 160 then 153 each, else UCS-2 70 then 67 each (3GPP TS 23.038).
import twins from "../../../channels/sms/plain_twins.json";

const BASIC = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const ESCAPED = new Set("|^€{}[]~\\\f");
const PLAIN: Record<string, string> = twins;

export interface Segments {
  parts: number;
  left: number;
  unicode: boolean;
}

/** Packs characters into parts without splitting one that takes two places. */
function pack(costs: number[], single: number, part: number): { parts: number; left: number } {
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  if (total <= single) return { parts: total ? 1 : 0, left: single - total };
  let [parts, used] = [1, 0];
  for (const cost of costs) {
    if (used + cost > part) [parts, used] = [parts + 1, 0];
    used += cost;
  }
  return { parts, left: part - used };
}

/** What its reader takes for one letter, as a family or a flag, is never in two parts; a line's end may be. */
const lettersOf = (text: string): string[] =>
  [...new Intl.Segmenter().segment(text)].flatMap(({ segment }) => (segment === "\r\n" ? ["\r", "\n"] : [segment]));

export function segmentsOf(text: string): Segments {
  const unicode = ![...text].every(isPlain);
  const costs = lettersOf(text).map((letter) => (unicode ? letter.length : ESCAPED.has(letter) ? 2 : 1));
  return { ...(unicode ? pack(costs, 70, 67) : pack(costs, 160, 153)), unicode };
}

const isPlain = (letter: string): boolean => BASIC.has(letter) || ESCAPED.has(letter);
const twinOf = (letter: string): string => PLAIN[letter] ?? letter;

function plainLetter(letter: string): string {
  if (isPlain(letter) || letter in PLAIN) return isPlain(letter) ? letter : twinOf(letter);
  const twin = [...letter.normalize("NFKC")].map(twinOf);
  return twin.every(isPlain) ? twin.join("") : letter;
}

/** The same words with typewriter quotes, dashes and letters, which cost less to send. */
export function plainTwin(text: string): string {
  return [...text].map(plainLetter).join("");
}

/** Why these words do not go as one message: by whoever sends it here, that takes so many characters. */
export function tooLong(text: string, longest: number | undefined): string | null {
  const over = [...text.trim()].length - (longest ?? Infinity);
  return over > 0 ? `${over.toLocaleString("en-GB")} ${over === 1 ? "character" : "characters"} too many: ${longest?.toLocaleString("en-GB")} is the most.` : null;
}
