import { useRef, useState } from "react";
import type { Cell, SqlAnswer } from "../../api/types";
import { Button } from "../../design/Button";
import { useWords } from "../../i18n";
import type { Door } from "../../lib/doors";
import { DoorNote, openAt } from "./DoorNote";

/** Rows drawn at once; more on demand, so that the page stays quick. */
const STEP = 200;

const NUMERIC = /int|float|double|decimal|number|numeric/i;

const text = (cell: Cell): string => cell ?? "null";

export function Grid({ answer, doors }: { answer: SqlAnswer; doors: (Door | null)[] }) {
  const { t } = useWords();
  const [shown, setShown] = useState(STEP);
  const [open, setOpen] = useState<{ door: Door; name: string } | null>(null);
  const note = useRef<HTMLDivElement>(null);
  const look = (at: number, button: HTMLElement) => {
    const door = doors[at];
    if (!door) return;
    setOpen({ door, name: answer.columns[at]?.name ?? "" });
    if (note.current) openAt(note.current, button);
  };
  return (
    <>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t("sql.result")}
        className="max-h-[65vh] overflow-auto rounded-lg border border-line bg-surface"
      >
        <table data-testid="grid" className="min-w-full border-separate border-spacing-0 text-sm">
          <thead className="sticky top-0 bg-sunken">
            <tr>
              {answer.columns.map((column, at) => (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: two columns of an answer may have one name
                  key={at}
                  scope="col"
                  className={`border-b border-line px-3 py-1.5 font-medium whitespace-nowrap ${NUMERIC.test(column.type) ? "num" : "text-left"}`}
                >
                  <span className="font-mono">{column.name}</span>
                  {doors[at] && <DoorButton name={column.name} onOpen={(button) => look(at, button)} />}
                  <span className="block text-xs font-normal text-muted">{column.type.toLowerCase()}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.rows.slice(0, shown).map((row, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of an answer have no name and never move
              <tr key={line} className="hover:bg-sunken">
                {row.map((cell, at) => (
                  <GridCell
                    // biome-ignore lint/suspicious/noArrayIndexKey: as above
                    key={at}
                    cell={cell}
                    numeric={NUMERIC.test(answer.columns[at]?.type ?? "")}
                    covered={doors[at] !== null && cell !== null}
                    onOpen={(target) => look(at, target)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown < answer.rows.length && <Button onClick={() => setShown(shown + STEP)}>{t("common.more")}</Button>}
      <DoorNote ref={note} open={open} />
    </>
  );
}

interface CellProps {
  cell: Cell;
  numeric: boolean;
  covered: boolean;
  onOpen: (target: HTMLElement) => void;
}

function GridCell({ cell, numeric, covered, onOpen }: CellProps) {
  const { t } = useWords();
  const look = `max-w-sm truncate border-b border-line px-3 py-1 font-mono text-[0.8125rem] ${numeric ? "num" : ""}`;
  if (covered) {
    return (
      // The button in the column's head says the same to the keyboard, once instead of once a row.
      // biome-ignore lint/a11y/useKeyWithClickEvents: see above
      <td
        data-covered="true"
        title={t("sql.masked")}
        onClick={(event) => onOpen(event.currentTarget)}
        className={`${look} cursor-help text-person hatch`}
      >
        {text(cell)}
      </td>
    );
  }
  return <td className={`${look} ${cell === null ? "text-muted italic" : ""}`}>{text(cell)}</td>;
}

function DoorButton({ name, onOpen }: { name: string; onOpen: (button: HTMLElement) => void }) {
  const { t } = useWords();
  return (
    <button
      type="button"
      aria-label={t("sql.door", { name })}
      aria-haspopup="true"
      onClick={(event) => onOpen(event.currentTarget)}
      className="ml-1.5 inline-grid size-5 place-items-center rounded align-middle text-person hover:bg-person-soft"
    >
      <svg viewBox="0 0 16 16" aria-hidden="true" className="size-3.5">
        <path
          d="M3.5 14V2h9v12M1.5 14h13M10 8v.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
        />
      </svg>
    </button>
  );
}
