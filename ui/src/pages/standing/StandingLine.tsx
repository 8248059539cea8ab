import type { Standing } from "../../api/types";
import { Badge } from "../../design/parts";
import { useWords } from "../../i18n";
import { useDiscoverWords } from "../../i18n/discover";
import { instant } from "../../lib/format";

const TONES = { certified: "ok", expired: "warn", deprecated: "warn", none: "plain" } as const;

/** How an asset stands: by whom, since when, and why no longer. */
export function StandingLine({ standing: s }: { standing: Standing }) {
  const { lang } = useWords();
  const { say } = useDiscoverWords();
  const by = s.by === "contract" ? say("byContract") : s.by ? say("by", { name: s.by }) : "";
  return (
    <span data-testid="standing" data-held={s.held}>
      <Badge tone={TONES[s.held]}>
        {s.held === "certified" && "✓ "}
        {say(`held.${s.held}`)}
      </Badge>
      {s.held !== "none" && <> {[by, s.at ? instant(s.at, lang) : ""].filter(Boolean).join(" · ")}</>}
      {s.expired && <> · {s.expired}</>}
      {s.reason && s.held !== "none" && <> · “{s.reason}”</>}
    </span>
  );
}
