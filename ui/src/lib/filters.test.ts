import { describe, expect, it } from "vitest";
import { filterOf, has, marked, pieces, toggled, without, wordsOf } from "./filters";

describe("filters in a query", () => {
  it("are cut as the server cuts them", () => {
    expect(pieces('매출  owner:"team sales" a"b  tag:x').map((p) => p.text)).toEqual([
      "매출",
      "owner:team sales",
      'a"b',
      "tag:x",
    ]);
  });
  it("go on and off, whatever their case, and leave the words as typed", () => {
    const filter = filterOf("owner", "team sales");
    expect(filter).toBe('owner:"team sales"');
    const on = toggled("Revenue  매출 ", filter ?? "");
    expect(on).toBe('Revenue  매출 owner:"team sales"');
    expect(has(on, 'OWNER:"Team sales"')).toBe(true);
    expect(toggled(on, filter ?? "")).toBe("Revenue 매출");
    expect(without("매출 kind:metric", "kind:metric")).toBe("매출");
  });
  it("cannot hold what would read as several values", () => {
    expect(filterOf("tag", "a,b")).toBeNull();
  });
  it("are not words", () => {
    expect(wordsOf("매출 kind:metric used:>3", ["kind:metric", "used:>3"])).toBe("매출");
  });
});

describe("marked words", () => {
  const hits = (text: string, words: string[]) => marked(text, words).flatMap((p) => (p.hit ? [p.text] : []));
  it("stand out in any case, inside Korean words, and never as a pattern", () => {
    expect(hits("Daily Revenue of revenues", ["revenue"])).toEqual(["Revenue", "revenue"]);
    expect(hits("일일매출 집계", ["매출"])).toEqual(["매출"]);
    expect(hits("a.b axb", ["a.b"])).toEqual(["a.b"]);
    expect(marked("whole", [])).toEqual([{ text: "whole", hit: false }]);
  });
});
