import { describe, expect, it } from "vitest";
import type { Column, Dataset, Lineage, SqlAnswer, Term } from "../api/types";
import { doors } from "./doors";
import { columnsOf, isForeign, merge, plainName, reach } from "./lineage";
import { safeNext, tokenOf } from "./link";
import { addsUp, bars, slotsOf } from "./terms";
import { tree } from "./tree";

const term = (name: string, value: number): Term => ({ name, value, why: name });

describe("why a hit is here", () => {
  const terms = [
    term("text.label", 6.41),
    term("trust.certified", 0.8),
    term("trust.staging", -0.9),
    term("trust.owner", 0),
  ];
  it("recomputes the score", () => {
    expect(addsUp(6.31, terms)).toBe(true);
    expect(addsUp(7.31, terms)).toBe(false);
  });
  it("draws the largest term as a whole bar and leaves out what adds nothing", () => {
    expect(bars(terms).map((b) => [b.term.name, Number(b.share.toFixed(2))])).toEqual([
      ["text.label", 1],
      ["trust.staging", 0.14],
      ["trust.certified", 0.12],
    ]);
    expect(bars([])).toEqual([]);
  });
});

describe("the metric tree", () => {
  const of = (name: string, parent: string | null) => ({ name, parent });
  const read = (items: { name: string; parent: string | null }[]) =>
    tree(items).map((b) => `${b.depth} ${b.item.name}`);
  it("puts children under their parents", () => {
    expect(read([of("arpu", "dr"), of("dr", "ar"), of("ar", null)])).toEqual(["0 ar", "1 dr", "2 arpu"]);
  });
  it("loses nothing: unknown parents and circles stand at the top", () => {
    expect(read([of("a", "gone"), of("b", "c"), of("c", "b")])).toEqual(["0 a", "0 b", "0 c"]);
  });
});

describe("lineage", () => {
  const node = (id: string, moreUp = 0, moreDown = 0) => {
    const plain = { id, kind: "dataset" as const, namespace: null, name: id, label: null, columns: 3, depth: 0 };
    return { ...plain, moreUp, moreDown };
  };
  const edge = (from: string, to: string, columns: Lineage["edges"][0]["columns"] = []) => {
    return { from, to, direct: 1, indirect: 0, columns };
  };
  const graph: Lineage = {
    nodes: [node("a", 0, 1), node("b"), node("c"), node("d")],
    edges: [edge("a", "b"), edge("b", "c"), edge("d", "c")],
    more: 0,
    moreFlows: 0,
  };
  it("reaches up and down by distance", () => {
    expect(reach(graph, "b", "up")).toEqual([{ id: "a", distance: 1 }]);
    expect(reach(graph, "c", "up").map((r) => r.id)).toEqual(["b", "d", "a"]);
    expect(reach(graph, "a", "down").map((r) => r.distance)).toEqual([1, 2]);
  });
  it("merges what was expanded without doubling it", () => {
    const more = merge(graph, {
      nodes: [node("a", 0, 1), node("e", 2)],
      edges: [edge("a", "e")],
      more: 4,
      moreFlows: 0,
    });
    expect([more.nodes.length, more.edges.length, more.more]).toEqual([5, 4, 4]);
    const counts = Object.fromEntries(more.nodes.map((n) => [n.id, [n.moreUp, n.moreDown]]));
    expect(counts).toEqual({ a: [0, 0], b: [0, 0], c: [0, 0], d: [0, 0], e: [2, 0] });
  });
  it("lists the columns that something flows through", () => {
    const flow = (from: string, to: string) => ({ from, to, how: "identity" });
    const told = { ...graph, edges: [edge("a", "b", [flow("y", "z"), flow("x", "z"), flow("x", "")])] };
    expect([...columnsOf(told)]).toEqual([
      ["a", ["x", "y"]],
      ["b", ["z"]],
    ]);
  });
  it("knows what stands in another system", () => {
    expect(["dataset:shop.user", "metric:dr", "dataset:w/a.b", "dashboard:superset/1"].map(isForeign)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
  it("names a node without its kind", () => {
    expect(plainName("dataset:shop.user")).toBe("shop.user");
  });
});

describe("a reason", () => {
  it("gives its words and its number to another language", () => {
    expect(slotsOf("`매출`, `revenue` in its synonyms")).toEqual({ words: "“매출”, “revenue”", n: "" });
    expect(slotsOf("newest partition 3 days old")).toEqual({ words: "", n: "3" });
  });
});

describe("doors", () => {
  const column = (name: string, sight: Column["sight"]) => ({ name, sight, mask: null, class: "pii.email" }) as Column;
  const user = { name: "shop.user", columns: [column("u_email", "masked"), column("u_signup", "clear")] } as Dataset;
  const computed = (name: string) => ({ name, type: "string", sight: null, mask: null });
  const answer = (columns: SqlAnswer["columns"]): SqlAnswer => ({
    columns,
    rows: [],
    truncated: false,
    elapsedMs: 1,
    tables: [],
  });
  it("stand before the columns that a policy covers, and no others", () => {
    const shown = doors(answer([computed("U_EMAIL"), computed("u_signup"), computed("n")]), [user]);
    expect(shown.map((d) => d?.sight ?? null)).toEqual(["masked", null, null]);
  });
  it("follow the server where it says what it covered", () => {
    const shown = doors(
      answer([
        { name: "mail", type: "string", sight: "masked", mask: "email" },
        { name: "u_email", type: "integer", sight: "clear", mask: null },
      ]),
      [user],
    );
    expect(shown.map((d) => d?.mask ?? null)).toEqual(["email", null]);
    expect(shown[1]).toBeNull();
  });
});

describe("the sign-in link", () => {
  it("carries its token behind the #", () => {
    expect(tokenOf("#token=abc")).toBe("abc");
    expect(tokenOf("#other")).toBeNull();
    expect(tokenOf("")).toBeNull();
  });
  it("goes on only to a place in this page", () => {
    expect(safeNext("/datasets/shop.user?tab=runs")).toBe("/datasets/shop.user?tab=runs");
    for (const bad of [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "javascript:alert(1)",
      "/sign-in",
      "",
      undefined,
    ]) {
      expect(safeNext(bad)).toBe("/");
    }
  });
});
