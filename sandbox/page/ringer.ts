// The phone's own ring when somebody calls it: two soft notes, again and again, made here.

let context: AudioContext | null = null;
let timer = 0;

function ring(): void {
  if (!context) return;
  [0, 0.22, 0.44, 0.66].forEach((after, place) => {
    const start = context!.currentTime + after;
    const loudness = new GainNode(context!, { gain: 0 });
    const note = new OscillatorNode(context!, { frequency: place % 2 ? 880 : 659.3 });
    loudness.gain.setTargetAtTime(0.06, start, 0.01);
    loudness.gain.setTargetAtTime(0, start + 0.12, 0.04);
    note.connect(loudness).connect(context!.destination);
    note.start(start);
    note.stop(start + 0.5);
  });
}

export function start(): void {
  stop();
  context = new AudioContext();
  void context.resume();
  ring();
  timer = window.setInterval(ring, 2200);
}

export function stop(): void {
  clearInterval(timer);
  void context?.close();
  context = null;
}
