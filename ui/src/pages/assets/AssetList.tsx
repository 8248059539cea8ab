import type { Kind } from "../../api/types";
import { useWords } from "../../i18n";
import { AssetLink } from "./AssetLink";

interface One {
  id: string;
  kind: Kind;
  name: string;
  label: string | null;
  /** Why it is in the list. */
  note?: string;
}

/** Assets by name, each with its kind. */
export function AssetList({ assets }: { assets: One[] }) {
  const { or } = useWords();
  return (
    <ul className="space-y-1">
      {assets.map((one) => (
        <li key={one.id} className="flex items-baseline justify-between gap-3">
          <span className="min-w-0">
            <AssetLink id={one.id} text={one.label || one.name} />{" "}
            {one.label && one.kind !== "dashboard" && (
              <span className="font-mono text-sm break-all text-muted">{one.name}</span>
            )}{" "}
            <span className="text-xs text-muted">{or(`kind.${one.kind}`, one.kind)}</span>
          </span>
          {one.note && <span className="num shrink-0 text-sm text-muted">{one.note}</span>}
        </li>
      ))}
    </ul>
  );
}
