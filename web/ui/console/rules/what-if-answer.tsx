// The answer as a table: before and after of each figure with two small bars, and who becomes unservable.
import type { WhatIf, WhatIfRow } from "../../api/types";
import { channelOf, Icon } from "../../kit/icon";
import { barOf, changeOf, MEASURES, type Measure } from "./what-if-words";

type Found = NonNullable<WhatIf["answer"]>;

export function Answer({ answer }: { answer: Found }) {
  return (
    <>
      <Unservable answer={answer} />
      <div class="scroll what-if-table" tabIndex={0} role="group" aria-label="Table of what would have changed">
        <table>
          <thead>
            <tr>
              <th scope="col">Service</th>
              {MEASURES.map(({ id, title }) => <th key={id} scope="col">{title}</th>)}
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row) => (
              <tr key={`${row.label} ${row.channel}`} data-test="what-if-row" class={row.channel ? "" : "everybody"}>
                <th scope="row">
                  <span class="what-if-service">
                    {row.channel ? <Icon name={channelOf(row.channel).icon} label={channelOf(row.channel).label} /> : <Icon name="people" />}
                    <span>{row.label}<span class="small quiet what-if-count">{row.contacts === 1 ? "1 contact" : `${row.contacts} contacts`}</span></span>
                  </span>
                </th>
                {MEASURES.map((measure) => <Cell key={measure.id} row={row} rows={answer.rows.filter(({ channel }) => (channel === null) === (row.channel === null))} measure={measure} />)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {answer.generations > 1 && <p class="small quiet">The live store was restarted {answer.generations - 1} times in these days; everybody signed in again then.</p>}
    </>
  );
}

function Cell({ row, rows, measure }: { row: WhatIfRow; rows: WhatIfRow[]; measure: Measure }) {
  const { before, after, says, look } = changeOf(row, measure);
  if (before === null && after === null) return <td class="quiet" data-title={measure.title}>Nobody was answered</td>;
  const told = (value: number | null): string => (value === null ? "–" : measure.says(value));
  return (
    <td data-title={measure.title}>
      <span class="num what-if-figures">{told(before)} <span aria-label="to">→</span> <strong>{told(after)}</strong></span>
      <span class="what-if-bars" aria-hidden="true">
        <span style={{ width: `${barOf(before, rows, measure.id)}%` }} />
        <span class={`after ${look}`} style={{ width: `${barOf(after, rows, measure.id)}%` }} />
      </span>
      <span class={`small what-if-says ${look}`}>{says}</span>
    </td>
  );
}

function Unservable({ answer }: { answer: Found }) {
  if (answer.unservable.length === 0) {
    return <p class="row" data-test="what-if-unservable"><Icon name="check" />Everybody whom somebody could serve before could be served under the draft.</p>;
  }
  return (
    <div class="what-if-unservable" data-test="what-if-unservable">
      <p class="row"><Icon name="warn" /><strong>Nobody at work could have served these under the draft:</strong></p>
      <ul>
        {answer.unservable.map(({ label, channel, contacts }) => <li key={`${label} ${channel}`}>{label}, {channelOf(channel).label.toLowerCase()}: {contacts === 1 ? "1 contact" : `${contacts} contacts`}</li>)}
      </ul>
    </div>
  );
}
