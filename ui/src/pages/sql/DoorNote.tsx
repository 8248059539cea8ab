import { Link } from "@tanstack/react-router";
import type { Ref } from "react";
import { useWords } from "../../i18n";
import type { Door } from "../../lib/doors";

const GAP = 6;
const WIDTH = 320;

/** Shows the note under what was clicked, inside the window. */
export function openAt(note: HTMLElement, anchor: HTMLElement) {
  const at = anchor.getBoundingClientRect();
  note.style.left = `${Math.max(GAP, Math.min(at.left, window.innerWidth - WIDTH - GAP))}px`;
  note.style.top = `${at.bottom + GAP}px`;
  note.showPopover();
}

/** What stands on the door: that a policy hides the value, and how. */
export function DoorNote({ open, ref }: { open: { door: Door; name: string } | null; ref: Ref<HTMLDivElement> }) {
  const { t, or } = useWords();
  const door = open?.door;
  const mask = door?.mask ? or(`mask.${door.mask}`, door.mask) : "***";
  const klass = door?.class ?? "***";
  return (
    <div
      ref={ref}
      popover="auto"
      role="note"
      className="m-0 w-80 max-w-[calc(100vw-1rem)] rounded-lg border border-line bg-surface p-4 text-sm text-ink shadow-lg"
    >
      {door && (
        <>
          <p className="font-mono font-medium">{open.name}</p>
          <p className="mt-1">
            {door.sight === "masked" && t("sql.doorMasked", { class: klass, mask })}
            {door.sight === "pseudonym" && t("sql.doorPseudonym")}
            {door.sight === "denied" && t("sql.doorDenied", { class: klass })}
          </p>
          {door.sight === "pseudonym" && <p className="mt-1 text-muted">{t("sql.doorHint")}</p>}
          {door.dataset && (
            <p className="mt-2">
              <Link
                to="/datasets/$name"
                params={{ name: door.dataset }}
                className="text-accent underline underline-offset-2"
              >
                {t("common.open", { name: door.dataset })}
              </Link>
            </p>
          )}
        </>
      )}
    </div>
  );
}
