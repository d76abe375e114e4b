// Where offers ring: large in the middle while it is empty, beside the work otherwise, at the foot of a narrow screen, where
// they leave room for what is in hand. On a screen that covers the desk, and in a dialog, they ring there.
import { isNarrow } from "../kit/narrow";
import { saidNow } from "../kit/say";
import { covered } from "./covered";
import { OfferCard } from "./offer";
import { offers, openInHand } from "./state";

export type OfferPlace = "middle" | "side" | "sheet" | "over";

function placeNow(): OfferPlace {
  if (covered.value) return "over";
  if (isNarrow.value) return "sheet";
  return openInHand.value ? "side" : "middle";
}

export function Offers({ place }: { place: OfferPlace }) {
  if (offers.value.length === 0 || placeNow() !== place) return null;
  // The key takes the first: somebody who waits on the line, before somebody who wrote.
  const ordered = [...offers.value].sort((a, b) => Number(b.channel === "phone") - Number(a.channel === "phone"));
  return (
    <div class={`offers ${place}`}>
      {place === "over" && <p class="sr-only" role="alert">{saidNow.value}</p>}
      {ordered.map((offer, position) => (
        <OfferCard key={offer.contact} offer={offer} hero={place === "middle"} slim={place === "over" || (place === "sheet" && openInHand.value !== null)} byKey={position === 0} />
      ))}
    </div>
  );
}
