// A visitor's ticket at the desk: it is called to this desk, again when nobody comes, and closed when nobody does.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ContactView, InHand } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import { keep, kept } from "../kit/keep";
import { callTicket, didNotCome } from "./verbs";

interface Called {
  desk: string;
  times: number;
  /** Of the offer by which its caller had them. */
  epoch: number;
}

export function VisitBar({ held, contact }: { held: InHand; contact: ContactView | null }) {
  const act = useAct();
  const desk = useSignal(kept("desk-number", ""));
  const facts = contact?.id === held.contact ? contact.facts : null;
  const last = (facts?.["called"] as Called | undefined) ?? null;
  // Whoever had them before sits at another desk.
  const called = last?.epoch === held.epoch ? last : null;
  const call = async (): Promise<void> => {
    const where = desk.value.trim();
    if (!where) throw new Error("Say which desk they should come to.");
    keep("desk-number", where);
    await callTicket(held.contact, where);
  };
  // Whoever has said where they sit need not say it for every visitor.
  useEffect(() => {
    if (facts && !called && desk.value) void act.run(call);
  }, [facts === null]);
  return (
    <div class="visit-bar" data-test="visit-bar">
      <p class="row grow">
        <Icon name="walk_in" />
        <strong>Ticket {String(facts?.["ticket"] ?? "…")}</strong>
        <span class="quiet" role="status" data-test="visit-called">
          {called ? `called to desk ${called.desk}${called.times > 1 ? `, ${called.times} times` : ""}` : "not called yet"}
        </span>
      </p>
      <label class="row small">
        My desk
        <input class="input visit-desk" maxLength={8} value={desk.value} onInput={(event) => (desk.value = event.currentTarget.value)} data-test="visit-desk" />
      </label>
      <ActButton act={act} work={call} look={called ? "" : "main"} icon="bell" test="visit-call">{called ? "Call again" : "Call"}</ActButton>
      <ActButton act={act} work={() => didNotCome(held.contact)} look="ghost" icon="cross" test="visit-no-show" disabled={!called}>Did not come</ActButton>
      <ActProblem act={act} />
    </div>
  );
}
