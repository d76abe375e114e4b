// What went wrong and waits for a person: each with what it is, since when, and a way to try again.
import { useMemo } from "preact/hooks";
import { post } from "../../api/http";
import type { BoardProblem } from "../../api/types";
import { ActButton, ActProblem, makeAct } from "../../kit/act";
import { Icon } from "../../kit/icon";
import { when } from "../../kit/time";
import { view } from "../state";

function Line({ problem }: { problem: BoardProblem }) {
  const act = useMemo(makeAct, [problem.id]);
  return (
    <li class="trouble" data-test="board-problem" data-kind={problem.kind}>
      <Icon name="warn" />
      <div class="grow">
        <p>{problem.text}</p>
        {problem.since && <p class="small quiet">since <span class="num">{when(problem.since)}</span></p>}
        {problem.file && (
          <p class="small">
            <a href={`/console/api/post/${encodeURIComponent(problem.id)}`} download data-test="scan">
              Save the file as it came
            </a>
          </p>
        )}
        <ActProblem act={act} />
      </div>
      {problem.action === "settle" && (
        <>
          <a class="small" href={`/console/api/quarantine/${encodeURIComponent(problem.id)}/original`} download data-test="original">
            Save the original
          </a>
          <ActButton act={act} work={() => post(`/console/api/quarantine/${encodeURIComponent(problem.id)}/settle`)} icon="check" look="tight" test="settle">
            Dealt with
          </ActButton>
        </>
      )}
      {problem.action === "try_again" && (
        <ActButton act={act} work={() => post(`/console/api/outbox/${encodeURIComponent(problem.id)}/try-again`)} icon="refresh" look="tight" test="try-again">
          Try again
        </ActButton>
      )}
    </li>
  );
}

export function Problems() {
  const problems = view.value?.problems ?? [];
  return (
    <section class="card panel problems" aria-label="Problems" aria-live="polite">
      <div class="spread">
        <h2>Problems</h2>
        {problems.length > 0 && <span class="badge bad" data-test="board-problems">{problems.length}</span>}
      </div>
      {problems.length === 0 ? (
        <p class="panel-empty">
          <Icon name="check" />
          Nothing waits for a person.
        </p>
      ) : (
        <ul class="scroll trouble-list" tabIndex={0} aria-label="Problems, the gravest first">
          {problems.map((problem) => (
            <Line key={problem.id} problem={problem} />
          ))}
        </ul>
      )}
    </section>
  );
}
