// Where offers ring: large in the middle while it is empty, beside the work otherwise, over everything on a narrow screen.
import { isNarrow } from "../kit/narrow";
import { OfferCard } from "./offer";
import { offers, openInHand } from "./state";

export type OfferPlace = "middle" | "side" | "sheet";

function placeNow(): OfferPlace {
  if (isNarrow.value) return "sheet";
  return openInHand.value ? "side" : "middle";
}

export function Offers({ place }: { place: OfferPlace }) {
  if (offers.value.length === 0 || placeNow() !== place) return null;
  return (
    <div class={`offers ${place}`}>
      {offers.value.map((offer) => (
        <OfferCard key={offer.contact} offer={offer} hero={place === "middle"} />
      ))}
    </div>
  );
}
