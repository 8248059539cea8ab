import { useState } from "react";
import type { Vouched } from "../../api/types";
import { Button } from "../../design/Button";
import { Successor } from "../../design/Successor";
import { useWords } from "../../i18n";
import { useDiscoverWords } from "../../i18n/discover";
import { instant } from "../../lib/format";
import { type Ask, EndorseDialog } from "./EndorseDialog";
import { StandingLine } from "./StandingLine";

/** How an asset stands, and for its owner the ways to vouch for it and to retire it. */
export function Vouch({ asset, vouched }: { asset: string; vouched: Vouched }) {
  const { say } = useDiscoverWords();
  const [ask, setAsk] = useState<Ask | null>(null);
  const { standing, canCertify, said } = vouched;
  const stands = standing.held !== "none";
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-2 text-sm">
      <StandingLine standing={standing} />
      {standing.successor && <Successor name={standing.successor} />}
      {canCertify && (
        <span className="flex flex-wrap gap-x-3">
          {standing.held !== "certified" && (
            <Button look="link" onClick={() => setAsk("certified")}>
              {say("certify")}
            </Button>
          )}
          {standing.held !== "deprecated" && (
            <Button look="link" onClick={() => setAsk("deprecated")}>
              {say("deprecate")}
            </Button>
          )}
          {stands && (
            <Button look="link" onClick={() => setAsk("none")}>
              {say("withdraw")}
            </Button>
          )}
        </span>
      )}
      {said.length > 0 && <History said={said} />}
      {ask && <EndorseDialog asset={asset} ask={ask} onClose={() => setAsk(null)} />}
    </div>
  );
}

function History({ said }: { said: Vouched["said"] }) {
  const { lang } = useWords();
  const { say } = useDiscoverWords();
  return (
    <details className="w-full">
      <summary className="inline-block text-muted hover:text-ink">{say("history", { n: said.length })}</summary>
      <ol className="mt-1 space-y-1 border-l-2 border-line pl-3">
        {said.map((one) => (
          <li key={one.at}>
            {say(one.standing === "none" ? "withdrawn" : `held.${one.standing}`)} · {say("by", { name: one.by })} ·{" "}
            {instant(one.at, lang)}
            {one.successor && <> · {one.successor}</>}
            {one.reason && <> · “{one.reason}”</>}
          </li>
        ))}
      </ol>
    </details>
  );
}
