import { expect, test } from "vitest";
import { changedFields, compare, isSame } from "./differences";

const base = { name: "Carrots", price: 260, tags: ["root"], note: "" };

test("equality looks inside", () => {
  expect(isSame({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBe(true);
  expect(isSame([1], { 0: 1 })).toBe(false);
  expect(isSame({ a: 1 }, { a: 1, b: undefined })).toBe(true);
  expect(isSame(null, {})).toBe(false);
});

test("changed fields are those that differ", () => {
  expect(changedFields(base, { ...base, tags: ["root"], price: 300 })).toEqual(["price"]);
});

test("two people who changed different fields agree", () => {
  const mine = { ...base, price: 300 };
  const theirs = { ...base, name: "Nantes carrots" };
  expect(compare(base, mine, theirs)).toEqual({
    contested: [],
    merged: { ...base, price: 300, name: "Nantes carrots" },
  });
});

test("a field that both changed differently is contested, and stays mine until somebody chooses", () => {
  const mine = { ...base, price: 300, note: "sweet" };
  const theirs = { ...base, price: 280, note: "sweet" };
  expect(compare(base, mine, theirs)).toEqual({
    contested: ["price"],
    merged: { ...base, price: 300, note: "sweet" },
  });
});
