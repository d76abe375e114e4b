// One page on the screen: how it is turned and how large, and the boxes that are drawn on it. Pure.

/** Left, top, right, bottom, as shares of the page, from its top left. */
export type Box = [number, number, number, number];
export type Turn = 0 | 90 | 180 | 270;

export const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3];
const LEAST = 0.005;

/** What of a turn is still to be done when `kept` of it is. */
export const turnLeft = (turn: Turn, kept: Turn): Turn => ((turn - kept + 360) % 360) as Turn;

export function zoomed(zoom: number, by: 1 | -1): number {
  const at = ZOOMS.indexOf(zoom);
  return ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at + by))] ?? 1;
}

/** Where a point of what is seen lies on the page itself. */
export function onPage(across: number, down: number, turn: Turn): [number, number] {
  if (turn === 90) return [down, 1 - across];
  if (turn === 180) return [1 - across, 1 - down];
  if (turn === 270) return [1 - down, across];
  return [across, down];
}

/** Two corners, whichever comes first; null for a click that was no drag. */
export function boxOf(a: [number, number], b: [number, number]): Box | null {
  const kept = (value: number) => Math.min(1, Math.max(0, value));
  const box: Box = [kept(Math.min(a[0], b[0])), kept(Math.min(a[1], b[1])), kept(Math.max(a[0], b[0])), kept(Math.max(a[1], b[1]))];
  return box[2] - box[0] < LEAST || box[3] - box[1] < LEAST ? null : box;
}

const STEP = 0.01;
const MOVES: Record<string, [number, number]> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/** What a key does to a box: arrows move it, with Shift they make it larger or smaller. Null for any other key. */
export function moved(box: Box, key: string, larger: boolean): Box | null {
  const by = MOVES[key];
  if (!by) return null;
  const [left, top, right, bottom] = box;
  if (larger) return boxOf([left, top], [Math.max(left + STEP, right + by[0]), Math.max(top + STEP, bottom + by[1])]);
  const across = Math.min(1 - right, Math.max(-left, by[0]));
  const down = Math.min(1 - bottom, Math.max(-top, by[1]));
  return [left + across, top + down, right + across, bottom + down];
}
