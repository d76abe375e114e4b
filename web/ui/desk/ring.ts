// The desk's ring: the double ring of a British telephone, made here, so that it stops the moment an offer is withdrawn.

const TONES_HZ = [400, 450];
/** On and off within one ring of three seconds: 0.4 s on, 0.2 s off, 0.4 s on, 2 s off. */
const PERIOD_S = 3;
const ON = [0, 0.6];
const LENGTH_S = 0.4;
const LOUDNESS = 0.16;
const EDGE_S = 0.012;

let context: AudioContext | null = null;
let stop: (() => void) | null = null;

function sound(): AudioContext {
  context ??= new AudioContext();
  void context.resume();
  return context;
}

/** A browser lets a page sound only after a touch; any touch will do, so every one is used. */
export function allowSound(): void {
  ["pointerdown", "keydown"].forEach((name) => addEventListener(name, () => void sound(), { passive: true }));
}

function rings(on: AudioContext, out: GainNode): () => void {
  let next = on.currentTime + 0.02;
  const plan = () => {
    for (; next < on.currentTime + 2 * PERIOD_S; next += PERIOD_S) {
      for (const start of ON) {
        out.gain.setTargetAtTime(LOUDNESS, next + start, EDGE_S);
        out.gain.setTargetAtTime(0, next + start + LENGTH_S, EDGE_S);
      }
    }
  };
  plan();
  const timer = setInterval(plan, 1000);
  return () => clearInterval(timer);
}

export function startRinging(): void {
  if (stop) return;
  const on = sound();
  const out = new GainNode(on, { gain: 0 });
  const waves = TONES_HZ.map((frequency) => new OscillatorNode(on, { frequency }));
  waves.forEach((wave) => (wave.connect(out), wave.start()));
  out.connect(on.destination);
  const unplan = rings(on, out);
  stop = () => {
    unplan();
    out.disconnect();
    waves.forEach((wave) => wave.stop());
  };
}

export function stopRinging(): void {
  stop?.();
  stop = null;
}

export const isRinging = (): boolean => stop !== null;
