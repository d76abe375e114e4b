// The agent's voice: the microphone, or, where there is none, a soft tone, so that a call can still be taken and tried.

export interface Voice {
  stream: MediaStream;
  microphone: boolean;
  why: string | null;
}

const SENTENCES: Record<string, string> = {
  NotFoundError: "No microphone found: callers hear a soft tone instead of you.",
  NotAllowedError: "The microphone is blocked: callers hear a soft tone. Allow it beside the page’s address.",
  NotReadableError: "Another program has the microphone: callers hear a soft tone.",
};
const OTHERWISE = "No microphone can be used here: callers hear a soft tone instead of you.";

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

async function microphone(constraints: MediaStreamConstraints): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException("insecure page", "SecurityError");
  return navigator.mediaDevices.getUserMedia(constraints);
}

function whyNot(error: unknown): string {
  return SENTENCES[error instanceof DOMException ? error.name : ""] ?? OTHERWISE;
}

/** Never fails: it says what it had to do instead. */
export async function openVoice(constraints: MediaStreamConstraints): Promise<Voice> {
  try {
    return { stream: await microphone(constraints), microphone: true, why: null };
  } catch (error) {
    return { stream: toneStream(), microphone: false, why: whyNot(error) };
  }
}

/** Looks once whether the microphone can be had, and lets go of it again. */
export async function tryMicrophone(): Promise<Omit<Voice, "stream">> {
  try {
    const stream = await microphone({ audio: true });
    stream.getTracks().forEach((track) => track.stop());
    return { microphone: true, why: null };
  } catch (error) {
    return { microphone: false, why: whyNot(error) };
  }
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
