import { describe, expect, it } from "vitest";
import { bytes, clock, day, daySeconds, decimal, dt, duration, short, toDate, withUnit } from "./format";

describe("days", () => {
  it("are written with dashes, whichever way they come", () => {
    expect(day("20201025")).toBe("2020-10-25");
    expect(day("2020-10-25")).toBe("2020-10-25");
    expect(day(null)).toBe("–");
    expect(dt("2020-10-25")).toBe("20201025");
  });
  it("stand on the axis a whole day apart, across a change of clocks", () => {
    expect(daySeconds("20201026") - daySeconds("20201025")).toBe(86_400);
    expect(daySeconds("20210329") - daySeconds("20210328")).toBe(86_400);
  });
});

describe("instants", () => {
  it("come as text in UTC", () => {
    expect(toDate("2020-10-25T00:00:00Z").getTime()).toBe(1_603_584_000_000);
  });
  it("that cannot be read are shown as they came", () => {
    expect(clock("soon", "en")).toBe("soon");
  });
  it("have a distance that people read", () => {
    expect(duration("2020-10-25T00:00:00Z", "2020-10-25T00:00:00.250Z")).toBe("250 ms");
    expect(duration("2020-10-25T00:00:00Z", "2020-10-25T00:03:20Z")).toBe("3 min 20 s");
    expect(duration("2020-10-25T00:00:00Z", null)).toBe("…");
  });
});

describe("exact decimals", () => {
  it("are grouped and lose only zeros", () => {
    expect(decimal("1234567.500000")).toBe("1,234,567.5");
    expect(decimal("-1000")).toBe("-1,000");
    expect(decimal("0.000000")).toBe("0");
    expect(decimal(null)).toBe("–");
  });
  it("keep digits that a float would lose", () => {
    expect(decimal("12345678901234567890.123456")).toBe("12,345,678,901,234,567,890.123456");
  });
  it("are rounded for tiles as text, carrying over", () => {
    expect(short("5301.236274")).toBe("5,301.24");
    expect(short("0.996000")).toBe("1");
    expect(short("-0.005000")).toBe("-0.01");
    expect(short("99999999999999999.999")).toBe("100,000,000,000,000,000");
  });
});

describe("units", () => {
  const say = (unit: string, text: string) => `${text} ${unit}`;
  it("stand where the currency wants them", () => {
    expect(withUnit("12300", "KRW", say)).toBe("₩12,300");
    expect(withUnit("-500", "KRW", say)).toBe("-₩500");
    expect(withUnit("81", "users", say)).toBe("81 users");
    expect(withUnit(null, "KRW", say)).toBe("–");
    expect(withUnit("81", null, say)).toBe("81");
  });
  it("of bytes are decimal", () => {
    expect(bytes(999)).toBe("999 B");
    expect(bytes(5_800)).toBe("5.8 kB");
    expect(bytes(312_000_000)).toBe("312 MB");
  });
});
