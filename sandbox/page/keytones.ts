// The sound of a key: its two notes (ITU-T Q.23), short and soft, made here.

const ROWS: Record<string, number> = { 1: 697, 2: 697, 3: 697, 4: 770, 5: 770, 6: 770, 7: 852, 8: 852, 9: 852, "*": 941, 0: 941, "#": 941 };
const COLUMNS: Record<string, number> = { 1: 1209, 4: 1209, 7: 1209, "*": 1209, 2: 1336, 5: 1336, 8: 1336, 0: 1336, 3: 1477, 6: 1477, 9: 1477, "#": 1477 };

let context: AudioContext | null = null;

export function sound(key: string): void {
  const [row, column] = [ROWS[key], COLUMNS[key]];
  if (!row || !column) return;
  context ??= new AudioContext();
  void context.resume();
  const [now, loudness] = [context.currentTime, new GainNode(context, { gain: 0 })];
  loudness.gain.setTargetAtTime(0.045, now, 0.004);
  loudness.gain.setTargetAtTime(0, now + 0.11, 0.02);
  loudness.connect(context.destination);
  for (const frequency of [row, column]) {
    const note = new OscillatorNode(context, { frequency });
    note.connect(loudness);
    note.start();
    note.stop(now + 0.3);
  }
}
