// The live board: everything a supervisor wants to see now, on one page.
import { AgentDialog } from "../acts/agent-dialog";
import { ActsDialog, AsidesDialog } from "../acts/lists";
import { Agents } from "./agents";
import { ByService } from "./by-service";
import { HoursChart } from "./hours-chart";
import { Problems } from "./problems";
import { Tiles } from "./tiles";

export function Board() {
  return (
    <div class="board">
      <Tiles />
      <ByService />
      <Agents />
      <HoursChart />
      <Problems />
      <AgentDialog />
      <AsidesDialog />
      <ActsDialog />
    </div>
  );
}
