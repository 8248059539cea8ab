import type { Contradiction } from "../../api/types";
import { useWords } from "../../i18n";

/** Where a batch contradicts its contract: file, row, column and the reason; never a value. */
export function Contradictions({ of }: { of: Contradiction[] }) {
  const { t } = useWords();
  return (
    <details open={of.length <= 5} className="rounded-md bg-warn-soft px-3 py-2">
      <summary className="font-medium">
        {t("runs.contradictions")} ({of.length})
      </summary>
      <ul className="mt-1 space-y-1">
        {of.map((one) => (
          <li key={`${one.file}:${one.row}:${one.column}:${one.text}`}>
            <span className="font-mono text-xs">
              {[one.file, one.row, one.column].filter((each) => each !== null && each !== undefined).join(":")}
            </span>{" "}
            {one.text}
          </li>
        ))}
      </ul>
    </details>
  );
}
