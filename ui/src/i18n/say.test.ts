import { describe, expect, it } from "vitest";
import { en, type Key } from "./en";
import { ko } from "./ko";
import { say, sayOr } from "./say";

const slots = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe("the two dictionaries", () => {
  it("have the same keys, and no sentence is empty", () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
    for (const words of [en, ko]) for (const text of Object.values(words)) expect(text.trim()).not.toBe("");
  });
  it("fill the same slots", () => {
    for (const key of Object.keys(en) as Key[]) expect([key, slots(ko[key])]).toEqual([key, slots(en[key])]);
  });
  it("are really in two languages: what has Hangul in Korean has none in English", () => {
    const hangul = /[가-힣]/;
    const allowed = new Set(["mask.initial"]);
    expect(Object.entries(en).filter(([key, text]) => hangul.test(text) && !allowed.has(key))).toEqual([]);
  });
});

describe("say", () => {
  it("chooses one or other by n, also when n is written with commas", () => {
    expect(say(en, "common.rows", { n: 1 })).toBe("1 row");
    expect(say(en, "common.rows", { n: "1,200" })).toBe("1,200 rows");
    expect(say(ko, "common.rows", { n: 1 })).toBe("1행");
  });
  it("leaves a slot that nobody fills", () => {
    expect(say(en, "common.open")).toBe("Open {name}");
  });
  it("falls back to the server's own word", () => {
    expect(sayOr(ko, "mask.new_mask", "new_mask")).toBe("new_mask");
  });
});
