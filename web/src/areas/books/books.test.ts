import { expect, test } from "vitest";
import { asLines, EMPTY, lackOf, sums } from "./adding";
import { endOf, pageOf, periodOf } from "./places";

const cash = { account: "cash", debit: 500, credit: null };
const bank = { account: "bank", debit: null, credit: 500 };

test("an entry is posted when its columns are equal", () => {
  expect(lackOf([cash, bank, EMPTY])).toBeNull();
  expect(sums([cash, { ...bank, credit: 300 }])).toEqual({ debit: 500, credit: 300, off: 200 });
  expect(asLines([cash, bank, EMPTY])).toEqual([
    { account: "cash", amount_minor: 500 },
    { account: "bank", amount_minor: -500 },
  ]);
});

test("what is lacking is said", () => {
  expect(lackOf([EMPTY, EMPTY])).toBe("few");
  expect(lackOf([cash])).toBe("few");
  expect(lackOf([cash, { ...bank, credit: 300 }])).toBe("off");
  expect(lackOf([cash, { ...bank, account: null }])).toBe("account");
  expect(lackOf([cash, { ...bank, credit: null }])).toBe("amount");
  expect(lackOf([cash, { ...bank, credit: 0 }])).toBe("amount");
  expect(lackOf([cash, { ...bank, debit: 500 }])).toBe("both");
  expect(lackOf([cash, { ...bank, credit: -500 }])).toBe("negative");
});

test("a period has its last day in it", () => {
  const { since, until } = periodOf("2026-11-01..2026-11-02");
  expect(Date.parse(until ?? "") - Date.parse(since ?? "")).toBe(2 * 24 * 3600 * 1000);
  expect(periodOf("nonsense")).toEqual({});
  expect(endOf("")).toBeUndefined();
});

test("things have pages", () => {
  expect(pageOf("ord_1")).toBe("/orders/ord_1");
  expect(pageOf("ref_1")).toBeNull();
});
