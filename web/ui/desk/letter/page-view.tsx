// One page large: nearer and further, turned, and with boxes drawn over what nobody may read.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Icon } from "../../kit/icon";
import { blackOut, pictureOf, type IndexingView, type Leaf } from "./indexing-verbs";
import { useKeys } from "./keys";
import { TurnedLine, useTurning } from "./turning";
import { boxOf, moved, onPage, turnLeft, zoomed, ZOOMS, type Box, type Turn } from "./leaf";

interface PageProps {
  contact: string;
  leaf: Leaf;
  count: number;
  go: (by: number) => void;
  show: (view: IndexingView) => void;
}

const NEW: Box = [0.3, 0.45, 0.7, 0.5];

export function PageView({ contact, leaf, count, go, show }: PageProps) {
  const act = useAct();
  const zoom = useSignal(1);
  const { turn, act: turning, turnBy } = useTurning(contact, leaf, show);
  const drawing = useSignal(false);
  const boxes = useSignal<Box[]>([]);
  const asItCame = useSignal(false);
  const save = async (): Promise<void> => {
    show(await blackOut(contact, leaf.id, boxes.value));
    boxes.value = [];
    drawing.value = asItCame.value = false;
  };
  // A box stands where it was drawn: first it is blacked out, then the page is turned.
  const quarter = () => boxes.value.length || turnBy(90);
  useKeys({
    "+": () => (zoom.value = zoomed(zoom.value, 1)),
    // The same key without Shift.
    "=": () => (zoom.value = zoomed(zoom.value, 1)),
    "-": () => (zoom.value = zoomed(zoom.value, -1)),
    r: quarter,
    b: () => (drawing.value = !drawing.value),
  });
  const ground = useRef<HTMLDivElement>(null);
  // Where nothing has the focus, the arrows move the page; what went with the page before had it.
  useEffect(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body || focused.tagName === "DIALOG") ground.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section class="page-view" aria-label={`Page ${leaf.number} of ${count}`}>
      <div class="page-tools" role="toolbar" aria-label="The page">
        <Tool icon="left" says="Page before" test="page-before" off={leaf.number === 1} press={() => go(-1)} />
        <span class="num small" data-test="page-number">{leaf.number} of {count}</span>
        <Tool icon="right" says="Next page" test="page-next" off={leaf.number === count} press={() => go(1)} />
        <span class="page-gap" />
        <button type="button" class="button tight square" aria-label="Further away" aria-keyshortcuts="-" aria-disabled={zoom.value === ZOOMS[0]} data-test="page-further" onClick={() => (zoom.value = zoomed(zoom.value, -1))}>−</button>
        <span class="num small" data-test="page-zoom">{Math.round(zoom.value * 100)} %</span>
        <button type="button" class="button tight square" aria-label="Nearer" aria-keyshortcuts="+" aria-disabled={zoom.value === ZOOMS.at(-1)} data-test="page-nearer" onClick={() => (zoom.value = zoomed(zoom.value, 1))}>+</button>
        <Tool icon="refresh" says="Turn it (R)" test="page-turn" off={boxes.value.length > 0} press={quarter} />
        <span class="page-gap grow" />
        {leaf.original && (
          <button type="button" class="button tight" aria-pressed={asItCame.value ? "true" : "false"} data-test="page-original" onClick={() => (asItCame.value = !asItCame.value)}>As it came</button>
        )}
        <button type="button" class="button tight" aria-pressed={drawing.value ? "true" : "false"} aria-keyshortcuts="b" data-test="page-draw" onClick={() => (drawing.value = !drawing.value)}>Black out</button>
      </div>
      <TurnedLine leaf={leaf} act={turning} undo={() => turnBy(turnLeft(0, leaf.turned), true)} />
      {drawing.value && (
        <div class="page-drawing small" role="status">
          <span class="grow">Draw over what nobody may read, or add a box and move it with the arrows (Shift makes it larger, Delete takes it away).</span>
          <button type="button" class="button tight" data-test="page-box" onClick={() => (boxes.value = [...boxes.value, NEW])}>Add a box</button>
          <ActButton act={act} work={save} look="main tight" test="page-black-out" disabled={boxes.value.length === 0}>
            Black out {boxes.value.length === 1 ? "1 box" : `${boxes.value.length} boxes`}
          </ActButton>
        </div>
      )}
      <ActProblem act={act} />
      <div ref={ground} class="page-ground" tabIndex={0} data-test="page-ground" aria-label={`Page ${leaf.number}, larger`}>
        <Sheet src={pictureOf(contact, (asItCame.value && leaf.original) || leaf.id)} number={leaf.number} zoom={zoom.value} turn={turn.value} drawing={drawing.value} boxes={boxes.value} draw={(now) => (boxes.value = now)} />
      </div>
    </section>
  );
}

function Tool({ icon, says, test, press, off = false }: { icon: "left" | "right" | "refresh"; says: string; test: string; press: () => void; off?: boolean }) {
  return (
    <button type="button" class="button tight square" aria-label={says} title={says} aria-disabled={off ? "true" : undefined} data-test={test} onClick={() => off || press()}>
      <Icon name={icon} />
    </button>
  );
}

interface SheetProps {
  src: string;
  number: number;
  zoom: number;
  turn: Turn;
  drawing: boolean;
  boxes: Box[];
  draw: (boxes: Box[]) => void;
}

function Sheet({ src, number, zoom, turn, drawing, boxes, draw }: SheetProps) {
  const paper = useRef<HTMLDivElement>(null);
  const shape = useSignal(1.414);
  const from = useSignal<[number, number] | null>(null);
  const to = useSignal<[number, number] | null>(null);
  const at = (event: PointerEvent): [number, number] => {
    const { left, top, width, height } = paper.current!.getBoundingClientRect();
    return onPage((event.clientX - left) / width, (event.clientY - top) / height, turn);
  };
  const down = (event: PointerEvent) => {
    if (!drawing || event.target !== event.currentTarget) return;
    event.preventDefault();
    paper.current!.setPointerCapture(event.pointerId);
    from.value = to.value = at(event);
  };
  const move = (event: PointerEvent) => from.value && (to.value = at(event));
  const up = () => {
    const box = from.value && to.value && boxOf(from.value, to.value);
    if (box) draw([...boxes, box]);
    from.value = to.value = null;
  };
  const lies = turn % 180 === 90;
  const inHand = from.value && to.value && boxOf(from.value, to.value);
  const change = (place: number, box: Box | null) => draw(box ? boxes.map((each, index) => (index === place ? box : each)) : boxes.filter((_, index) => index !== place));
  // As wide as the ground at 100 %, whichever way it lies.
  const wide = lies ? 100 / shape.value : 100;
  return (
    <div class="page-room" style={{ width: `${zoom * 100}%`, aspectRatio: lies ? `${shape.value} / 1` : `1 / ${shape.value}` }}>
      <div ref={paper} class={`page-paper ${drawing ? "drawing" : ""}`} style={{ width: `${wide}%`, transform: `translate(-50%, -50%) rotate(${turn}deg)` }} onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up} data-test="page-paper">
        <img src={src} alt={`Page ${number}`} draggable={false} data-test="page-picture" onLoad={(event) => (shape.value = event.currentTarget.naturalHeight / event.currentTarget.naturalWidth || 1.414)} />
        {boxes.map((box, place) => (
          <Drawn key={place} box={box} place={place} change={(now) => change(place, now)} />
        ))}
        {inHand && <span class="page-box" style={edges(inHand)} />}
      </div>
    </div>
  );
}

const edges = ([left, top, right, bottom]: Box) => ({ left: `${left * 100}%`, top: `${top * 100}%`, width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%` });

function Drawn({ box, place, change }: { box: Box; place: number; change: (box: Box | null) => void }) {
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Delete" || event.key === "Backspace") return change(null);
    const now = moved(box, event.key, event.shiftKey);
    if (!now) return;
    event.preventDefault();
    event.stopPropagation();
    change(now);
  };
  return <button type="button" class="page-box" style={edges(box)} onKeyDown={keys} aria-label={`Box ${place + 1}. Arrows move it, Shift and an arrow makes it larger, Delete takes it away.`} data-test="page-drawn" />;
}
