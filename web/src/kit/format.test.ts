import { describe, expect, test } from "vitest";
import { decimal, formatMoney, formatQuantity, formatWhen, fractionDigits } from "./format";

const plain = (text: string | null): string => (text ?? "").replace(/[\u00a0\u202f]/g, " ");

describe("money", () => {
  test("has the digits of its currency", () => {
    expect([fractionDigits("EUR"), fractionDigits("XOF"), fractionDigits("BHD")]).toEqual([2, 0, 3]);
    expect(plain(formatMoney("en", 12500, "EUR"))).toBe("€125.00");
    expect(plain(formatMoney("fr", 12500, "XOF"))).toBe("12 500 F CFA");
    expect(plain(formatMoney("fr", -5, "EUR"))).toBe("-0,05 €");
  });

  test("is exact where a float would round", () => {
    expect(plain(formatMoney("en", 900719925474099_1, "EUR"))).toBe("€90,071,992,547,409.91");
  });
});

test("decimal writes minor units without arithmetic", () => {
  expect([decimal(5, 2), decimal(-125, 2), decimal(125, 0), decimal(0, 3)]).toEqual([
    "0.05",
    "-1.25",
    "125",
    "0.000",
  ]);
});

test("quantities carry their unit, pieces none", () => {
  expect(plain(formatQuantity("en", 125, 2, "KGM"))).toBe("1.25 kg");
  expect(plain(formatQuantity("fr", 12500, 1, "KGM"))).toBe("1 250 kg");
  expect(formatQuantity("en", 3)).toBe("3");
});

describe("times", () => {
  const now = new Date("2026-11-21T12:00:00Z");
  const at = (text: string): string | null => formatWhen("en", new Date(text), now, "Africa/Dakar");

  test("are told as distance within a day, then as dates", () => {
    expect(at("2026-11-21T11:59:30Z")).toBeNull();
    expect(at("2026-11-21T11:57:00Z")).toBe("3 min. ago");
    expect(at("2026-11-21T02:00:00Z")).toBe("10 hr. ago");
    expect(at("2026-11-19T12:00:00Z")).toBe("Nov 19");
    expect(at("2025-11-19T12:00:00Z")).toBe("Nov 19, 2025");
  });

  test("fall on the day of the store", () => {
    const late = new Date("2026-11-18T23:30:00Z");
    expect(formatWhen("en", late, now, "Europe/Berlin")).toBe("Nov 19");
    expect(formatWhen("en", late, now, "Africa/Dakar")).toBe("Nov 18");
  });
});
