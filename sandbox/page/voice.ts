// Words: prompts spoken by the browser's own voice, and the resident's words heard by its recogniser, where it has them.

const speech = globalThis.speechSynthesis as SpeechSynthesis | undefined;
const LIKED = /natural|sonia|libby|serena|kate|google uk english female/i;

/** An English voice from Britain if there is one, the pleasanter ones first. */
function britishVoice(): SpeechSynthesisVoice | null {
  const voices = speech?.getVoices() ?? [];
  const british = voices.filter(({ lang }) => /^en[-_]gb/i.test(lang));
  return british.find(({ name }) => LIKED.test(name)) ?? british[0] ?? voices.find(({ lang }) => lang.startsWith("en")) ?? null;
}

let unspoken = 0;

/** The line goes on at its own pace: a voice that falls behind hurries a little. */
export function speak(words: string): void {
  if (!speech || !words.trim()) return;
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.voice = britishVoice();
  utterance.lang = utterance.voice?.lang ?? "en-GB";
  utterance.rate = unspoken > 1 ? 1.3 : 1.05;
  unspoken += 1;
  utterance.onend = utterance.onerror = () => (unspoken = Math.max(0, unspoken - 1));
  speech.speak(utterance);
}

export function hush(): void {
  unspoken = 0;
  speech?.cancel();
}

interface Recogniser extends EventTarget {
  lang: string;
  interimResults: boolean;
  start(): void;
  stop(): void;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }> }) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
}

type RecogniserMaker = new () => Recogniser;
const page = globalThis as unknown as Record<string, RecogniserMaker | undefined>;
const Maker = page["SpeechRecognition"] ?? page["webkitSpeechRecognition"];

export const canListen = (): boolean => Maker !== undefined;

export interface Listening {
  words: (text: string, final: boolean) => void;
  failed: (sentence: string) => void;
  done: () => void;
}

const FAILED: Record<string, string> = {
  "not-allowed": "The browser may not listen. Type what you want to say.",
  "no-speech": "Nothing was heard. Try again, or type it.",
  network: "The browser cannot recognise speech without the internet. Type what you want to say.",
};

/** Listens to one sentence; returns how to stop. */
export function listen(on: Listening): () => void {
  if (!Maker) return () => undefined;
  const recogniser = new Maker();
  recogniser.lang = "en-GB";
  recogniser.interimResults = true;
  recogniser.onresult = ({ results }) => {
    const last = results[results.length - 1];
    if (last) on.words(last[0]?.transcript ?? "", last.isFinal);
  };
  recogniser.onerror = ({ error }) => on.failed(FAILED[error] ?? "Speech could not be recognised. Type what you want to say.");
  recogniser.onend = on.done;
  recogniser.start();
  return () => recogniser.stop();
}
