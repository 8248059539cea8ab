import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { PostgreSQL, sql } from "@codemirror/lang-sql";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import { client, datasets } from "../../api/queries";

interface Props {
  label: string;
  text: string;
  /** A query to begin with, if one came from a dataset. */
  first: (() => Promise<string>) | null;
  onText: (text: string) => void;
  onRun: () => void;
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--warn)" },
  { tag: tags.number, color: "var(--person)" },
  { tag: [tags.lineComment, tags.blockComment], color: "var(--muted)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "14px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", minHeight: "10rem", maxHeight: "45vh", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--ink)", padding: "10px 0" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--muted)", border: "none" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-soft)",
  },
  ".cm-tooltip": { backgroundColor: "var(--surface)", border: "1px solid var(--line)", color: "var(--ink)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
});

/** Table names for completion, and columns of the tables that were opened before. */
async function names(): Promise<Record<string, string[]>> {
  const pages = await client.ensureInfiniteQueryData(datasets).catch(() => null);
  const out: Record<string, string[]> = {};
  for (const page of pages?.pages ?? []) for (const d of page.datasets) out[d.name] = ["dt"];
  for (const [, found] of client.getQueriesData<{ name: string; columns: { name: string }[] }>({
    queryKey: ["dataset"],
  })) {
    if (found?.columns) out[found.name] = found.columns.map((c) => c.name);
  }
  return out;
}

/** CodeMirror in a shadow root: there its styles are adopted sheets, which a strict content security policy allows. */
export function Editor({ label, text, first, onText, onRun }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const now = useRef({ onText, onRun });
  now.current = { onText, onRun };
  const begin = useRef({ text, first, label });
  useEffect(() => {
    const home = host.current;
    if (!home) return;
    const root = home.shadowRoot ?? home.attachShadow({ mode: "open" });
    const submit = () => {
      now.current.onRun();
      return true;
    };
    const state = (tables: Record<string, string[]>) =>
      EditorState.create({
        doc: begin.current.text,
        extensions: [
          Prec.highest(keymap.of([{ key: "Mod-Enter", run: submit }])),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          autocompletion(),
          sql({ dialect: PostgreSQL, schema: tables, upperCaseKeywords: true }),
          syntaxHighlighting(colours),
          look,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": begin.current.label }),
          EditorView.updateListener.of((u) => {
            if (u.docChanged) now.current.onText(u.state.doc.toString());
          }),
        ],
      });
    let gone = false;
    let view: EditorView | null = null;
    void names().then((tables) => {
      if (gone) return;
      view = new EditorView({ state: state(tables), parent: root, root });
      view.focus();
      void begin.current.first?.().then((query) => {
        if (!gone) view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: query } });
      });
    });
    return () => {
      gone = true;
      view?.destroy();
    };
  }, []);
  return <div ref={host} data-testid="editor" className="min-h-40" />;
}
