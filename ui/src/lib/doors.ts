import type { Column, Dataset, Sight, SqlAnswer } from "../api/types";

/** What a policy does to a column of an answer: it stands before the value like a door. */
export interface Door {
  sight: Sight;
  mask: string | null;
  class: string | null;
  dataset: string | null;
}

type Shown = SqlAnswer["columns"][number];

/** What the server says of this answer counts; the table's card knows the class. */
function door(shown: Shown, column: Column, dataset: string): Door {
  const said = shown.sight ? { sight: shown.sight, mask: shown.mask ?? null } : column;
  return { sight: said.sight, mask: said.mask, class: column.class, dataset };
}

/** For each column of the answer its door, or null where the value is what it is. */
export function doors(answer: SqlAnswer, tables: Dataset[]): (Door | null)[] {
  return answer.columns.map((shown) => {
    for (const table of tables) {
      const column = table.columns.find((c) => c.name.toLowerCase() === shown.name.toLowerCase());
      if (column && (shown.sight ?? column.sight) !== "clear") return door(shown, column, table.name);
    }
    if (shown.sight && shown.sight !== "clear") {
      return { sight: shown.sight, mask: shown.mask ?? null, class: null, dataset: null };
    }
    return null;
  });
}
