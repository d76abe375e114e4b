// The agent's voice: the microphone, or, where there is none, a soft tone, so that a call can still be taken and tried.

export interface Voice {
  stream: MediaStream;
  microphone: boolean;
  why: string | null;
}

const SENTENCES: Record<string, string> = {
  NotFoundError: "No microphone was found, so callers hear a soft tone instead of you.",
  NotAllowedError: "The browser may not use the microphone, so callers hear a soft tone instead of you. Allow it beside the address.",
  NotReadableError: "Another program has the microphone, so callers hear a soft tone instead of you.",
};
const OTHERWISE = "The microphone cannot be used here, so callers hear a soft tone instead of you.";

let tone: MediaStreamAudioDestinationNode | null = null;

function toneStream(): MediaStream {
  if (!tone) {
    const context = new AudioContext();
    tone = context.createMediaStreamDestination();
    const [wave, quiet] = [new OscillatorNode(context, { frequency: 440 }), new GainNode(context, { gain: 0.12 })];
    wave.connect(quiet).connect(tone);
    wave.start();
    // A page that nobody has touched starts silent; the first touch lets the tone through.
    const wake = () => void context.resume();
    ["pointerdown", "keydown"].forEach((name) => addEventListener(name, wake));
  }
  void (tone.context as AudioContext).resume();
  return tone.stream.clone();
}

/** Never fails: it says what it had to do instead. */
export async function openVoice(constraints: MediaStreamConstraints = { audio: true }): Promise<Voice> {
  try {
    if (!navigator.mediaDevices) throw new DOMException("insecure page", "SecurityError");
    return { stream: await navigator.mediaDevices.getUserMedia(constraints), microphone: true, why: null };
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    return { stream: toneStream(), microphone: false, why: SENTENCES[name] ?? OTHERWISE };
  }
}

/** Looks once whether the microphone can be had, and lets go of it again. */
export async function tryMicrophone(): Promise<Voice> {
  const voice = await openVoice();
  if (voice.microphone) voice.stream.getTracks().forEach((track) => track.stop());
  return voice;
}

/** The SDK wants `mediaDevices` to exist before it calls anything; pages over plain http have none. */
export function standInForMediaDevices(): void {
  if (navigator.mediaDevices) return;
  const devices = Object.assign(new EventTarget(), {
    getUserMedia: async () => toneStream(),
    enumerateDevices: async () => [],
  });
  Object.defineProperty(navigator, "mediaDevices", { value: devices, configurable: true });
}
